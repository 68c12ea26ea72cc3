import { Ext, Float, pyStr, splitLines, type Value, type ValueMap } from "@salina/wire";
import { type Chunk, formatChanges, formatChunk, readChunk } from "./highstate-chunk.js";
import { HighstateCounts } from "./highstate-counts.js";
import { type OutputContext, OutputFailure, type OutputSettings, type Outputter, withoutEscapes } from "./outputter.js";
import { prettyRepr } from "./pprint.js";

/** State runs: a block for each state, then a summary. @source salt/output/highstate.py */
export const highstate: Outputter = (value, settings, context) => {
  const data = unwrap(value);
  if (data === null) return "None";
  if (!(data instanceof Map)) {
    if (Array.isArray(data) || data instanceof Ext) throw new OutputFailure("no state run");
    return pyStr(data);
  }
  const hosts = hostsOf(data);
  return hosts.map(([host, states]) => formatHost(pyStr(host), states, settings, context).text).join("\n");
};

/** Takes the state run out of the envelopes of job cache and orchestration. */
function unwrap(value: Value): Value {
  let data = value;
  if (data instanceof Map && data.has("return")) data = data.get("return") ?? null;
  if (data instanceof Map && data.has("data")) data = data.get("data") ?? null;
  const only = data instanceof Map && data.size === 1 ? [...data.values()][0] : undefined;
  if (!(only instanceof Map) || !only.has("jid") || !only.has("fun")) return data;
  const inner = only.get("return");
  return inner instanceof Map && inner.has("data") ? (inner.get("data") ?? null) : data;
}

/** Of an orchestration the overall return code is no host. */
function hostsOf(data: ValueMap): [Value, Value][] {
  const masters = [...data.keys()].filter((key) => typeof key === "string" && key.endsWith("_master"));
  const isOrchestration = data.has("retcode") && masters.length === 1;
  return [...data].filter(([key]) => !(isOrchestration && key === "retcode"));
}

interface HostText {
  readonly text: string;
  readonly changed: boolean;
}

function formatHost(host: string, data: Value, settings: OutputSettings, context: OutputContext): HostText {
  const { colors } = settings;
  const title = (color: string) => `${color}${withoutEscapes(host, settings)}:${colors.ENDC}`;
  if (typeof data === "string" || isWholeNumber(data)) {
    const lines = typeof data === "string" ? splitLines(data) : [pyStr(data)];
    const shown = lines.map((line) => `${colors.GREEN}    ${withoutEscapes(line, settings)}${colors.ENDC}`);
    return { text: [title(colors.CYAN), ...shown].join("\n"), changed: true };
  }
  if (Array.isArray(data))
    return { text: [title(colors.LIGHT_RED), ...compileErrors(data, settings)].join("\n"), changed: false };
  if (data instanceof Map) return formatStates(host, data, settings, context, title);
  return { text: title(colors.GREEN), changed: false };
}

function isWholeNumber(value: Value): value is number | bigint | boolean {
  if (value instanceof Float) return false;
  return typeof value === "bigint" || typeof value === "boolean" || Number.isInteger(value);
}

function compileErrors(errors: readonly Value[], settings: OutputSettings): string[] {
  const { LIGHT_RED, ENDC } = settings.colors;
  const shown = errors.map((error) => `${LIGHT_RED}----------\n    ${withoutEscapes(pyStr(error), settings)}${ENDC}`);
  return [`    ${LIGHT_RED}Data failed to compile:${ENDC}`, ...shown];
}

function formatStates(
  host: string,
  data: ValueMap,
  settings: OutputSettings,
  context: OutputContext,
  title: (color: string) => string,
): HostText {
  const { colors, state } = settings;
  const lines = disorder(data);
  const counts = new HighstateCounts();
  let titleColor = colors.GREEN;
  for (const chunk of chunksOf(data)) {
    const changes = changesOf(chunk, settings, context);
    counts.add(chunk, changes.changed);
    const isFine = chunk.result !== false && chunk.result !== null && !changes.changed;
    if (isFine && (state.onlyDiff || !state.verbose)) continue;
    if (chunk.result === false) titleColor = colors.RED;
    if (chunk.result === null) titleColor = colors.LIGHT_YELLOW;
    const shown = formatChunk(chunk, changes, settings);
    if (shown.full && chunk.warnings.length > 0) counts.addWarning();
    lines.push(...shown.lines);
  }
  lines.push(...counts.summary(host, settings));
  return { text: [title(titleColor), ...lines].join("\n"), changed: counts.changed > 0 };
}

/** States in the order in which they ran. */
function chunksOf(data: ValueMap): Chunk[] {
  const chunks: Chunk[] = [];
  for (const [key, value] of data) {
    if (value instanceof Map && value.has("result")) chunks.push(readChunk(pyStr(key), value));
  }
  return chunks.sort((a, b) => a.runNumber - b.runNumber);
}

/** States that do not say when they ran come first, as they are. */
function disorder(data: ValueMap): string[] {
  const lines: string[] = [];
  for (const [key, value] of data) {
    if (!(value instanceof Map) || key === "changes" || value.size === 0 || value.has("__run_num__")) continue;
    lines.unshift(
      "The State execution failed to record the order in which all states were executed. The state return missing data is:",
      prettyRepr(value),
    );
  }
  return lines;
}

function changesOf(chunk: Chunk, settings: OutputSettings, context: OutputContext) {
  const { changes } = chunk;
  const orchestrations = ["state.orch", "state.orchestrate", "state.sls"];
  if (orchestrations.includes(chunk.name)) {
    const inner = highstate(changes, settings, context);
    return { changed: true, text: `\n${inner}`.replace(/^/gm, " ".repeat(14)) };
  }
  const inner = changes instanceof Map ? changes.get("ret") : undefined;
  if (!(changes instanceof Map) || !(inner instanceof Map) || changes.get("out") !== "highstate") {
    return formatChanges(changes, settings);
  }
  const hosts = Array.from(inner, ([host, data]) => formatHost(pyStr(host), data, settings, context));
  const text = hosts.map((host) => `\n${splitLines(host.text).map(indent).join("\n")}`).join("");
  return { changed: hosts.some(({ changed }) => changed), text };
}

function indent(line: string): string {
  return " ".repeat(14) + line;
}
