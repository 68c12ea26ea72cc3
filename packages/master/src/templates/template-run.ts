import { type ContextValue, type Decrypt, renderSls, type TemplateRenderer } from "@salina/render";
import { isMap, type Value, type ValueMap } from "@salina/wire";
import { masterGrains } from "../on-master/master-grains.js";
import type { MatchesMinion } from "../pillar/compilation.js";
import { masterFunctions } from "../pillar/functions/master-functions.js";
import type { RunCommand } from "../pillar/run-command.js";
import { templateContext } from "../pillar/template-context.js";
import { askingFunctions } from "./asking-functions.js";
import { type EngineConfig, engineOf, pipeRulesOf } from "./engine.js";
import type { TemplateFile } from "./template-request.js";

/** What a template needs to know of the config: plain data, so that it can be handed to a thread. */
export interface TemplateConfig extends EngineConfig {
  readonly renderer: string;
  readonly rendererBlacklist: readonly string[];
  readonly rendererWhitelist: readonly string[];
  /** `pillar_merge_lists` */
  readonly mergeLists: boolean;
  readonly gpg: { readonly keyDirectory: string; readonly mustSucceed: boolean };
  readonly nodegroups: Value;
  readonly masterId: string;
  /** What templates see as `opts`: every option of the config except secrets. */
  readonly visible: ValueMap;
}

export interface TemplateWorld {
  readonly config: TemplateConfig;
  readonly renderTemplate: TemplateRenderer;
  readonly run: RunCommand;
  readonly decrypt: Decrypt;
  /** Has the daemon answer. @throws Error */
  readonly askMaster: (question: string, given: ValueMap) => Value;
  readonly matcher: (facts: { id: string; grains: ValueMap; pillar: ValueMap }) => MatchesMinion;
}

export interface TemplateTask {
  readonly file: TemplateFile;
  readonly text: string;
  /** `a.b`; empty for a file that is no state. */
  readonly sls: string;
  readonly saltenv: string;
  readonly pillar: ValueMap;
  readonly grains: ValueMap;
  readonly names: ReadonlyMap<string, Value>;
  readonly opts: ValueMap;
}

/**
 * The data of one SLS file. Waits for the programs that it runs, and for the daemon: for a thread of its own.
 * @throws RenderError
 * @source salt/renderers/jinja.py, salt/minion.py (MasterMinion)
 */
export function runTemplate(world: TemplateWorld, task: TemplateTask): Value {
  const { config, askMaster } = world;
  const { file, saltenv, sls, pillar } = task;
  const id = config.masterId;
  const grains = task.grains.size > 0 ? task.grains : masterGrains(id);
  const opts: ValueMap = new Map<Value, Value>([
    ...config.visible,
    ["id", id],
    ["grains", grains],
    ["pillar", pillar],
    ["saltenv", saltenv],
    ["file_client", "local"],
    ...task.opts,
  ]);
  const read = (path: string, environment: string) => {
    const found = askMaster("file", fileQuestion(path, environment));
    return isMap(found)
      ? { path: String(found.get("path")), text: String(found.get("text")), relative: path }
      : undefined;
  };
  const functions = masterFunctions(
    {
      minion: id,
      grains,
      pillar,
      opts,
      mergeLists: config.mergeLists,
      matches: world.matcher({ id, grains, pillar }),
      run: world.run,
      files: { read },
      askMaster,
    },
    askingFunctions,
  );
  const context = new Map<string, ContextValue>([
    ...templateContext({ functions, grains, opts, pillar }, { file, sls, saltenv }),
    ...task.names,
  ]);
  return renderSls(
    { text: task.text, file: file.path },
    {
      template: {
        name: file.relative,
        context,
        loader: {
          read(path) {
            const found = read(path, saltenv);
            return found && { text: found.text, file: found.path };
          },
        },
        ...engineOf(config),
      },
      renderTemplate: world.renderTemplate,
      rules: pipeRulesOf(config),
      decrypt: world.decrypt,
      gpgMustSucceed: config.gpg.mustSucceed,
    },
  );
}

const fileQuestion = (path: string, saltenv: string): ValueMap =>
  new Map([
    ["path", path],
    ["saltenv", saltenv],
  ]);
