import { compileSls, type SlsSource, showSls } from "@salina/orchestration";
import { readYaml } from "@salina/render";
import { Float, fromJson, isMap, type Value } from "@salina/wire";
import type { CompileCase } from "./compile-cases.js";

/** As `stock-compiler.py` gives it: maps are lists of pairs. */
export interface Outcome {
  /** Stock ended with a traceback. */
  readonly threw?: string;
  readonly high?: unknown;
  readonly errors?: readonly string[];
  readonly chunks?: readonly Pairs[];
  readonly ran?: {
    readonly threw?: string;
    readonly steps?: number;
    readonly recursive?: number;
    readonly missing?: number;
  };
}
interface Pairs {
  readonly m: readonly (readonly [unknown, unknown])[];
}

/** What ours makes of a tree. */
export async function compiled(one: CompileCase): Promise<Outcome & { readonly errors: readonly string[] }> {
  const request = { mods: one.mods, saltenv: one.saltenv ?? "base" };
  const { high } = await showSls(request, sourceOf(one));
  const exclude = (one.exclude ?? []).map(fromJson);
  const { chunks, errors } = await compileSls({ ...request, exclude }, sourceOf(one));
  return { high: pairs(high), errors, ...(errors.length > 0 ? {} : { chunks: chunks.map(pairs) as Pairs[] }) };
}

export const tags = ({ chunks = [] }: Outcome): readonly string[] =>
  chunks.map(({ m }) => {
    const chunk = new Map(m);
    return ["state", "__id__", "name", "fun"].map((key) => String(chunk.get(key))).join("_|-");
  });

export function sourceOf({ files }: CompileCase): SlsSource {
  const environments = new Map([["base", new Map<string, { readonly text: string; readonly isInit: boolean }>()]]);
  for (const [path, text] of Object.entries(files)) {
    const [saltenv = "", name = ""] = path.includes("|") ? path.split("|") : ["base", path];
    const isInit = name.endsWith("/init");
    const names = environments.get(saltenv) ?? new Map();
    environments.set(saltenv, names.set((isInit ? name.slice(0, -5) : name).replaceAll("/", "."), { text, isInit }));
  }
  return {
    list: (saltenv) => {
      const names = environments.get(saltenv);
      return names && [...names.keys()].sort();
    },
    render(sls, saltenv) {
      const file = environments.get(saltenv)?.get(sls);
      if (!file) return { kind: "missing" };
      const data: Value = file.text.trim() === "" ? new Map() : (readYaml(file.text, sls) ?? new Map());
      return { kind: "data", data, isInit: file.isInit };
    },
  };
}

function pairs(value: Value): unknown {
  if (isMap(value)) return { m: [...value].map(([key, one]) => [pairs(key), pairs(one)]) };
  if (Array.isArray(value)) return value.map(pairs);
  const number = value instanceof Float ? value.value : typeof value === "bigint" ? Number(value) : value;
  if (number === Infinity || number === -Infinity) return number > 0 ? "inf" : "-inf";
  return typeof number === "object" && number !== null ? String(number) : number;
}
