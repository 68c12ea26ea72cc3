import { RenderError, renderTemplate } from "@salina/render";
import { encode, isMap, type Value, type ValueMap } from "@salina/wire";
import { gpgDecrypt } from "../pillar/gpg.js";
import { minionMatcher } from "../pillar/minion-matcher.js";
import { commandRunner } from "../pillar/run-command.js";
import { insideThread } from "../threads/inside-thread.js";
import { unpacked } from "../threads/unpacked.js";
import type { FromTemplateThread, TemplateStart, ToTemplateThread } from "./messages.js";
import { runTemplate, type TemplateConfig } from "./template-run.js";

const outside = insideThread<TemplateStart, ToTemplateThread, FromTemplateThread>();
const config = readStart(outside.start);
const matcher = minionMatcher(config.nodegroups);

outside.serve((message) => {
  try {
    return rendered(message);
  } catch (error) {
    if (!(error instanceof RenderError)) throw error;
    return { fault: { reason: error.reason, file: error.file, line: error.line } };
  }
});

function rendered({ file, text, sls, saltenv, packed }: ToTemplateThread): FromTemplateThread {
  const warnings: string[] = [];
  const [pillar, grains, names, opts] = listOf(packed).map(mapOf);
  const value = runTemplate(
    {
      config,
      renderTemplate,
      run: commandRunner(outside.answerMs),
      decrypt: gpgDecrypt(config.gpg.keyDirectory, outside.answerMs, (reason) => warnings.push(`gpg: ${reason}`)),
      askMaster: (question, given) => outside.ask(question, given),
      matcher,
    },
    {
      file,
      text,
      sls,
      saltenv,
      pillar: pillar ?? new Map(),
      grains: grains ?? new Map(),
      names: new Map([...(names ?? [])].map(([name, one]) => [String(name), one])),
      opts: opts ?? new Map(),
    },
  );
  return { value: encode(value), warnings };
}

function readStart({ config: plain, packed }: TemplateStart): TemplateConfig {
  const [jinjaSlsEnv = null, nodegroups = null, visible = null] = listOf(packed);
  return { ...plain, jinjaSlsEnv, nodegroups, visible: mapOf(visible) };
}

function listOf(packed: Uint8Array): readonly Value[] {
  const list = unpacked(packed);
  return Array.isArray(list) ? list : [];
}

function mapOf(value: Value): ValueMap {
  return isMap(value) ? value : new Map();
}
