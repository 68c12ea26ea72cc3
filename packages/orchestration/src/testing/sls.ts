import { fromJson, isMap, type Json, toJson, type Value, type ValueMap } from "@salina/wire";
import type { SlsSource } from "../compile/sls-source.js";

export type Files = Readonly<Record<string, unknown>>;

/** SLS files given as data: by name (`web/init` for `web/init.sls`), with `dev|name` for those of another environment. */
export function filesOf(files: Files): SlsSource {
  const environments = new Map<string, Map<string, { readonly data: unknown; readonly isInit: boolean }>>([
    ["base", new Map()],
  ]);
  for (const [path, data] of Object.entries(files)) {
    const [saltenv, file] = path.includes("|") ? path.split("|") : ["base", path];
    const isInit = file?.endsWith("/init") === true;
    const names = environments.get(saltenv ?? "") ?? new Map();
    const name = (isInit ? file?.slice(0, -"/init".length) : file) ?? "";
    environments.set(saltenv ?? "", names.set(name.replaceAll("/", "."), { data, isInit }));
  }
  return {
    list: (saltenv) => {
      const names = environments.get(saltenv);
      return names && [...names.keys()].sort();
    },
    render(sls, saltenv) {
      const file = environments.get(saltenv)?.get(sls);
      return file ? { kind: "data", data: fromJson(file.data), isInit: file.isInit } : { kind: "missing" };
    },
  };
}

/** High data of one SLS `x`: by id the arguments of `test`. */
export function highOf(ids: Readonly<Record<string, readonly unknown[]>>): ValueMap {
  const body = (args: readonly unknown[]) => ({ __sls__: "x", __env__: "base", test: ["nop", ...args] });
  return mapOf(Object.fromEntries(Object.entries(ids).map(([id, args]) => [id, body(args)])));
}

export function mapOf(json: unknown): ValueMap {
  const value = fromJson(json);
  if (!isMap(value)) throw new TypeError("a map is wanted");
  return value;
}

export const plain = (value: Value | undefined): Json | undefined => (value === undefined ? undefined : toJson(value));
