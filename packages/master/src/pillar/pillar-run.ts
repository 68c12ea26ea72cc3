import {
  type Decrypt,
  decryptAll,
  renderSls,
  type SlsOptions,
  type TemplateOptions,
  type TemplateRenderer,
} from "@salina/render";
import type { TextMatcher } from "@salina/targeting";
import type { Value, ValueMap } from "@salina/wire";
import { engineOf, pipeRulesOf } from "../templates/engine.js";
import type { Compilation, MatchesMinion, RenderFile } from "./compilation.js";
import { compilePillar } from "./compile-pillar.js";
import { cmdJson, cmdYaml } from "./ext/command.js";
import type { ExtPillar } from "./ext/ext-pillar.js";
import { fileTree } from "./ext/file-tree.js";
import { gitPillar, type MakeOf } from "./ext/git.js";
import { masterFunctions } from "./functions/master-functions.js";
import type { CompiledPillar, PillarOptions, PillarRequest } from "./options.js";
import { type PillarFile, PillarFiles, rootsFor } from "./pillar-files.js";
import { Report } from "./report.js";
import type { RunCommand } from "./run-command.js";
import { pillarContext } from "./template-context.js";

/** What a run needs of the world around it. */
export interface PillarWorld {
  readonly options: PillarOptions;
  readonly ignored: TextMatcher;
  readonly renderTemplate: TemplateRenderer;
  readonly run: RunCommand;
  readonly decrypt: (onFailure: (reason: string) => void) => Decrypt;
  /** Has the daemon answer. @throws Error */
  readonly askMaster: (question: string, given: ValueMap) => Value;
  /** Which file is at work, so that one that never ends can be named. */
  readonly working: (file: string) => void;
  readonly matcher: (facts: { id: string; grains: ValueMap; pillar: ValueMap }) => MatchesMinion;
}

/** The pillar of one minion. Waits for the programs that it runs: for a thread of its own. */
export function runPillar(world: PillarWorld, request: PillarRequest): CompiledPillar {
  const { options } = world;
  const pillarenv = request.pillarenv ?? (options.pillarenvFromSaltenv ? request.saltenv : null) ?? options.pillarenv;
  const saltenv = request.saltenv ?? options.saltenv;
  const report = new Report();
  const files = new PillarFiles(rootsFor(options.roots, pillarenv ?? saltenv ?? "base"), world.ignored);
  const opts = visibleOptions(world.options, request, { pillarenv, saltenv });
  const decrypt = world.decrypt((reason) => report.warn(`gpg: ${reason}`));

  const compilation = (pillar: ValueMap): Compilation => {
    const matches = world.matcher({ id: request.id, grains: request.grains, pillar });
    const render = renderer({ world, request, report, files, opts, pillar, matches, decrypt });
    return {
      request,
      options,
      pillarenv,
      saltenv,
      files,
      merging: { strategy: options.merging, lists: options.mergeLists, renderer: options.renderer },
      render,
      matches,
      report,
    };
  };
  const makeOf: MakeOf = (roots, environment) => {
    const inner = runPillar(
      { ...world, options: { ...options, roots, ext: null, extFirst: false, withOptions: false, decrypt: noKeys } },
      { ...request, saltenv: environment, override: null },
    );
    const said = inner.pillar.get("_errors");
    inner.pillar.delete("_errors");
    for (const [at, text] of (Array.isArray(said) ? said : []).entries()) report.error(String(text), inner.errors[at]);
    for (const text of inner.warnings) report.warn(text);
    return inner.pillar;
  };
  const extPillars = new Map<string, ExtPillar>([
    ["cmd_json", cmdJson(world.run)],
    ["cmd_yaml", cmdYaml(world.run)],
    ["file_tree", fileTree],
    ["git", gitPillar(makeOf)],
  ]);
  return compilePillar({
    compilation,
    extPillars,
    decrypt: (value) => decryptAll(value, decrypt, options.gpg.mustSucceed),
  });
}

const noKeys = { keys: null, delimiter: ":", renderer: "gpg" };

interface RendererParts {
  readonly world: PillarWorld;
  readonly request: PillarRequest;
  readonly report: Report;
  readonly files: PillarFiles;
  readonly opts: ValueMap;
  readonly pillar: ValueMap;
  readonly matches: MatchesMinion;
  readonly decrypt: Decrypt;
}

function renderer(parts: RendererParts): RenderFile {
  const { world, request, files, opts, pillar } = parts;
  const { options } = world;
  const functions = masterFunctions({
    minion: request.id,
    grains: request.grains,
    pillar,
    opts,
    mergeLists: options.mergeLists,
    matches: parts.matches,
    run: world.run,
    files: new PillarFiles(rootsFor(options.fileRoots, "base"), world.ignored),
    askMaster: world.askMaster,
  });
  return (file, place) => {
    world.working(file.path);
    const template: TemplateOptions = {
      name: file.relative,
      context: pillarContext({ functions, grains: request.grains, opts, pillar }, file, place),
      loader: { read: (path) => asSource(files.read(path, place.saltenv)) },
      ...engineOf(options),
    };
    const sls: SlsOptions = {
      template,
      renderTemplate: world.renderTemplate,
      rules: { ...pipeRulesOf(options), ...place.rules },
      decrypt: parts.decrypt,
      gpgMustSucceed: options.gpg.mustSucceed,
    };
    return renderSls({ text: file.text, file: file.path }, sls);
  };
}

function asSource(file: PillarFile | undefined) {
  return file && { text: file.text, file: file.path };
}

/** @source salt/pillar/__init__.py, __gen_opts */
function visibleOptions(
  options: PillarOptions,
  { id, grains }: PillarRequest,
  { pillarenv, saltenv }: { readonly pillarenv: string | null; readonly saltenv: string | null },
): ValueMap {
  return new Map<Value, Value>([
    ...options.visible,
    ["id", id],
    ["minion_id", id],
    ["grains", grains],
    ["saltenv", saltenv],
    ["pillarenv", pillarenv],
    ["file_client", "local"],
    ["state_top", options.top.startsWith("salt://") ? options.top : `salt://${options.top.replace(/^\//, "")}`],
  ]);
}
