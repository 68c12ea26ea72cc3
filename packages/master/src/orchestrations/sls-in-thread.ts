import { compileHigh, compileSls, type RenderedSls, type SlsSource, showSls } from "@salina/orchestration";
import { contextLines, RenderError } from "@salina/render";
import { isMap, pythonText, type Value, type ValueMap } from "@salina/wire";
import { messageOf, type RenderFile } from "../pillar/compilation.js";
import type { CompiledPillar } from "../pillar/options.js";
import type { PillarFile, PillarFiles } from "../pillar/pillar-files.js";

export interface SlsWorld {
  /** `file_roots` */
  readonly files: PillarFiles;
  readonly render: RenderFile;
  /** Of the master's own id. */
  readonly pillar: ValueMap;
}

/**
 * Compiles an orchestration in the thread that renders its files.
 *
 * @param task `mods` and `exclude`, or `high`; `saltenv`; with `show` no steps are made
 * @returns a map with `chunks`, `errors`, `processed`, `high` and `pillar`
 */
export function compileInThread(task: ValueMap, world: SlsWorld): CompiledPillar {
  const saltenv = pythonText(task.get("saltenv") ?? "base");
  const pillarErrors = world.pillar.get("_errors");
  const errors = Array.isArray(pillarErrors)
    ? ["Pillar failed to render with the following messages:", ...pillarErrors.map(pythonText)]
    : [];
  const made =
    errors.length > 0 ? { chunks: [], errors, processedSls: [], high: new Map() } : compiled(task, saltenv, world);
  const result = new Map<Value, Value>([
    ["chunks", [...made.chunks]],
    ["errors", [...made.errors]],
    ["processed", [...made.processedSls]],
    ["high", made.high],
    ["pillar", world.pillar],
  ]);
  return { pillar: result, errors: [], warnings: [] };
}

function compiled(task: ValueMap, saltenv: string, world: SlsWorld) {
  const given = task.get("high");
  if (isMap(given)) return { ...compileHigh(given), high: given };
  const source = sourceOf(world);
  const mods = listOf(task.get("mods")).map(pythonText);
  if (task.get("show") === true) return { ...showSls({ mods, saltenv }, source), chunks: [], processedSls: [] };
  return { ...compileSls({ mods, saltenv, exclude: listOf(task.get("exclude")) }, source), high: new Map() };
}

function listOf(value: Value | undefined): readonly Value[] {
  return Array.isArray(value) ? value : [];
}

function sourceOf({ files, render }: SlsWorld): SlsSource {
  return {
    list: (saltenv) => files.matching("*", saltenv),
    render(sls, saltenv): RenderedSls {
      let file: PillarFile | undefined;
      try {
        file = files.sls(sls, saltenv);
        if (!file) return { kind: "missing" };
        const data = render(file, { sls, saltenv, defaults: new Map() });
        return { kind: "data", data, isInit: isInit(file) };
      } catch (error) {
        return { kind: "error", text: `Rendering SLS '${saltenv}:${sls}' failed: ${reasonOf(error, file)}` };
      }
    },
  };
}

/** As stock shows it: the line, and the lines around it. */
function reasonOf(error: unknown, file: PillarFile | undefined): string {
  if (!(error instanceof RenderError) || error.line === null || !file) return messageOf(error);
  if (error.file !== file.path) return error.message;
  if (error.reason.includes("\n")) return error.reason;
  return `${error.reason}; line ${error.line}\n\n${contextLines(file.text, error.line)}`;
}

const isInit = ({ relative }: PillarFile) => relative.endsWith("/init.sls") || relative === "init.sls";
