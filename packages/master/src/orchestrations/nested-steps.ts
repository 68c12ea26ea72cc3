import { isMap, pythonText, type Value, type ValueMap } from "@salina/wire";
import type { Compile, CompileRequest } from "./compile.js";
import { argumentsOf } from "./steps/master-step.js";

const maxDepth = 5;
export const orchestrateNames: ReadonlySet<string> = new Set(["state.orchestrate", "state.orch", "state.sls"]);

/** The steps of a plan and those of the orchestrations that it starts, as far as these can be known before it runs. */
export async function allSteps(chunks: readonly ValueMap[], compile: Compile, depth = 0): Promise<readonly ValueMap[]> {
  const found: ValueMap[] = [...chunks];
  if (depth >= maxDepth) return found;
  for (const low of chunks) {
    for (const request of nestedIn(low)) {
      const inner = await compile(request);
      if (inner.errors.length === 0) found.push(...(await allSteps(inner.chunks, compile, depth + 1)));
    }
  }
  return found;
}

function nestedIn(low: ValueMap): readonly CompileRequest[] {
  const fun = `${String(low.get("state"))}.${String(low.get("fun"))}`;
  if (fun === "salt.runner" && orchestrateNames.has(String(low.get("name"))))
    return requestOf(argumentsOf(low), pythonText(low.get("saltenv") ?? "base"));
  const runners = low.get("runners");
  if (fun !== "salt.parallel_runners" || !isMap(runners)) return [];
  return [...runners].flatMap(([id, config]) => {
    const about = new Map(Array.isArray(config) ? config.filter(isMap).flatMap((one) => [...one]) : []);
    const kwarg = about.get("kwarg");
    if (!orchestrateNames.has(pythonText(about.get("name") ?? id)) || !isMap(kwarg)) return [];
    return requestOf([kwarg], "base");
  });
}

function requestOf(arg: readonly Value[], saltenv: string): readonly CompileRequest[] {
  const last = arg.at(-1);
  const given: ValueMap = isMap(last) ? last : new Map();
  const mods = readMods(given.get("mods") ?? (isMap(arg[0]) ? null : (arg[0] ?? null)));
  const pillar = given.get("pillar");
  if (mods.length === 0) return [];
  return [
    {
      what: { kind: "sls", mods, exclude: given.get("exclude") ?? null },
      saltenv: pythonText(given.get("saltenv") ?? saltenv),
      pillarenv: null,
      pillar: isMap(pillar) ? pillar : new Map(),
      test: false,
    },
  ];
}

/** A list, or texts with commas. */
export function readMods(given: Value): readonly string[] {
  if (given === null) return [];
  return (Array.isArray(given) ? given.map(pythonText) : pythonText(given).split(","))
    .map((one) => one.trim())
    .filter(Boolean);
}
