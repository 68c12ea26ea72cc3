import { globMatcher } from "@salina/targeting";
import { isMap, pyStr, pythonText, sameValue, type Value, type ValueMap } from "@salina/wire";
import { type HighData, listAt } from "./high-data.js";
import type { SlsNames, SlsSource } from "./sls-source.js";

const firstOrder = 10_000;
const maxFiles = 10_000;

export interface RenderedTree {
  readonly high: HighData;
  readonly errors: readonly string[];
  /** All SLS that were read. */
  readonly processedSls: readonly string[];
}

/**
 * Reads SLS files and what they include into one set of high data.
 * @source salt/state.py, BaseHighState.render_highstate and render_state
 */
export async function renderTree(mods: readonly string[], saltenv: string, source: SlsSource): Promise<RenderedTree> {
  const tree = new Tree(saltenv, source);
  for (const wanted of mods) await tree.add(wanted);
  return tree.done();
}

class Tree {
  readonly #saltenv: string;
  readonly #source: SlsSource;
  readonly #lists = new Map<string, SlsNames>();
  readonly #high: HighData = new Map();
  readonly #errors: string[] = [];
  readonly #seen = new Set<string>();
  readonly #processed = new Set<string>();
  #order = firstOrder;

  constructor(saltenv: string, source: SlsSource) {
    this.#saltenv = saltenv;
    this.#source = source;
  }

  async add(wanted: string): Promise<void> {
    const saltenv = this.#saltenv;
    const names = await this.#list(saltenv);
    if (!names) this.#errors.push(`No matching salt environment for environment '${saltenv}' found`);
    for (const sls of matching(names ?? [], wanted)) {
      if (this.#seen.has(`${saltenv}:${sls}`)) continue;
      const errors: string[] = [];
      const state = await this.#render(sls, saltenv, errors);
      if (state.size > 0) merge(this.#high, state, errors);
      this.#errors.push(
        ...errors.map((error) =>
          error.includes("is not available") && error.includes(`SLS ${wanted} in saltenv`)
            ? `No matching sls found for '${wanted}' in env '${saltenv}'`
            : error,
        ),
      );
    }
  }

  done(): RenderedTree {
    const extend = this.#high.get("__extend__");
    if (Array.isArray(extend)) this.#high.set("__extend__", withoutDuplicates(extend));
    return { high: this.#high, errors: this.#errors, processedSls: [...this.#processed] };
  }

  /** As it was when it was first asked for. */
  async #list(saltenv: string): Promise<SlsNames> {
    if (!this.#lists.has(saltenv)) this.#lists.set(saltenv, await this.#source.list(saltenv));
    return this.#lists.get(saltenv);
  }

  async #render(sls: string, saltenv: string, errors: string[]): Promise<HighData> {
    if (this.#seen.size > maxFiles) {
      errors.push(`More than ${maxFiles} SLS files are included, the last one is ${saltenv}:${sls}`);
      return new Map();
    }
    const rendered = await this.#source.render(sls, saltenv);
    if (rendered.kind === "missing") {
      errors.push(
        `Specified SLS ${sls} in saltenv ${saltenv} is not available on the salt master or through a configured fileserver`,
      );
      return new Map();
    }
    this.#seen.add(`${saltenv}:${sls}`);
    this.#processed.add(sls);
    if (rendered.kind === "error") {
      errors.push(rendered.text);
      return new Map();
    }
    const { data: state, isInit } = rendered;
    if (!isMap(state)) {
      if (isSomething(state))
        errors.push(
          `SLS ${sls} does not render to a dictionary`,
          `Error when rendering state with contents: ${pyStr(state)}`,
        );
      return new Map();
    }
    const place: Place = { sls, saltenv, isInit };
    const includes = takeIncludes(state, place, errors);
    takeExtend(state, place, errors);
    takeExclude(state, place, errors);
    nameStates(state, place, errors);
    for (const entry of includes) await this.#include(entry, state, place, errors);
    this.#number(state);
    return state;
  }

  async #include(entry: Value, state: HighData, place: Place, errors: string[]): Promise<void> {
    const { sls, saltenv } = place;
    const [env, given] = isMap(entry) ? (([...entry].at(-1) ?? [saltenv, null]) as [Value, Value]) : [saltenv, entry];
    const key = pythonText(env);
    // Environments that stand nowhere are served only where `__env__` serves all of them.
    if (!(await this.#list(key)) && !(await this.#list("__env__"))) {
      errors.push(
        `Nonexistent saltenv '${key}' found in include of '${pythonText(given)}' within SLS '${saltenv}:${sls}'`,
      );
      return;
    }
    if (typeof given !== "string") {
      errors.push(`Badly formatted include ${pythonText(given)} found in include in SLS '${saltenv}:${sls}'`);
      return;
    }
    const wanted = fullName(given, place, errors);
    if (wanted === null) return;
    const environment = key === "_xenv" ? saltenv : key;
    const isThere = key === this.#saltenv || ((await this.#list(environment)) ?? []).some(globMatcher(wanted));
    const found = isThere ? environment : undefined;
    if (found === undefined) {
      const where = key === "_xenv" ? this.#saltenv : key;
      errors.push(
        `Unknown include: Specified SLS ${key}: ${wanted} is not available on the salt master in saltenv(s): ${where} `,
      );
      return;
    }
    for (const target of matching((await this.#list(saltenv)) ?? [], wanted)) {
      if (this.#seen.has(`${found}:${target}`)) continue;
      const inner: string[] = [];
      const included = await this.#render(target, found, inner);
      if (included.size > 0) merge(state, included, errors);
      errors.push(...inner);
    }
  }

  /** Each state gets the next number, where it says nothing else. */
  #number(state: HighData): void {
    for (const [id, body] of state) {
      if (body === null || ["number", "bigint", "boolean"].includes(typeof body)) return;
      if (!isMap(body) || id === "__extend__" || id === "__exclude__") continue;
      for (const [key, args] of body) {
        if (typeof key !== "string" || key.startsWith("_") || !Array.isArray(args)) continue;
        if (args.some((arg) => isMap(arg) && arg.keys().next().value === "order")) continue;
        args.push(new Map([["order", this.#order++]]));
      }
    }
  }
}

interface Place {
  readonly sls: string;
  readonly saltenv: string;
  readonly isInit: boolean;
}

/** Python's truth, of what is no map. */
function isSomething(value: Value): boolean {
  return !(
    value === null ||
    value === false ||
    value === 0 ||
    value === "" ||
    (Array.isArray(value) && value.length === 0)
  );
}

function matching(names: readonly string[], wanted: string): readonly string[] {
  const found = names.filter(globMatcher(wanted));
  return found.length > 0 ? found : [wanted];
}

/** `.x` is beside the including file, `..x` one level up. */
function fullName(given: string, { sls, saltenv, isInit }: Place, errors: string[]): string | null {
  if (!given.startsWith(".")) return given;
  const [, dots = "", rest = ""] = /^(\.+)(.*)$/su.exec(given) ?? [];
  const parts = [...sls.split("."), ...(isInit ? ["init"] : [])];
  if (dots.length > parts.length) {
    errors.push(
      `Attempted relative include of '${given}' within SLS '${saltenv}:${sls}' goes beyond top level package `,
    );
    return null;
  }
  return [...parts.slice(0, parts.length - dots.length), rest].join(".");
}

function takeIncludes(state: HighData, { sls }: Place, errors: string[]): readonly Value[] {
  const include = state.get("include");
  if (include === undefined) return [];
  if (!Array.isArray(include)) {
    errors.push(`Include Declaration in SLS ${sls} is not formed as a list`);
    return [];
  }
  state.delete("include");
  return include;
}

function takeExtend(state: HighData, { sls, saltenv }: Place, errors: string[]): void {
  const extend = state.get("extend");
  if (extend === undefined) return;
  state.delete("extend");
  if (!isMap(extend)) {
    errors.push(`Extension value in SLS '${sls}' is not a dictionary`);
    return;
  }
  for (const [name, body] of extend) {
    if (!isMap(body)) {
      errors.push(`Extension name '${pythonText(name)}' in SLS '${sls}' is not a dictionary`);
      continue;
    }
    if (!body.has("__sls__")) body.set("__sls__", sls);
    if (!body.has("__env__")) body.set("__env__", saltenv);
    for (const [key, args] of [...body])
      if (typeof key === "string" && !key.startsWith("_") && Array.isArray(args) && key.includes("."))
        part(body, key, args);
  }
  listAt(state, "__extend__").push(extend);
}

function takeExclude(state: HighData, { sls }: Place, errors: string[]): void {
  const exclude = state.get("exclude");
  if (exclude === undefined) return;
  state.delete("exclude");
  if (!Array.isArray(exclude)) errors.push(`Exclude Declaration in SLS ${sls} is not formed as a list`);
  listAt(state, "__exclude__").push(...(Array.isArray(exclude) ? exclude : []));
}

/** `salt.state: [...]` is `salt: [..., state]`. */
function part(body: ValueMap, key: string, args: Value[]): string {
  const [module = "", fun = ""] = key.split(".");
  body.delete(key);
  body.set(module, args);
  args.push(fun);
  return module;
}

function nameStates(state: HighData, { sls, saltenv }: Place, errors: string[]): void {
  for (const [name, body] of state) {
    if (!isMap(body)) {
      if (name === "__extend__" || name === "__exclude__") continue;
      if (typeof body === "string" && body.includes(".")) {
        const [module = "", fun = ""] = body.split(".");
        state.set(
          name,
          new Map<Value, Value>([
            ["__sls__", sls],
            ["__env__", saltenv],
            [module, [fun]],
          ]),
        );
        continue;
      }
      errors.push(`ID ${pythonText(name)} in SLS ${sls} is not a dictionary`);
      continue;
    }
    const modules = new Set<string>();
    for (const [key, args] of [...body]) {
      if (typeof key !== "string" || key.startsWith("_") || !Array.isArray(args)) continue;
      const module = key.split(".")[0] ?? "";
      if (key.includes(".") && modules.has(module)) {
        errors.push(`ID '${pythonText(name)}' in SLS '${sls}' contains multiple state declarations of the same type`);
        continue;
      }
      modules.add(key.includes(".") ? part(body, key, args) : key);
    }
    if (!body.has("__sls__")) body.set("__sls__", sls);
    if (!body.has("__env__")) body.set("__env__", saltenv);
  }
}

/** @source salt/state.py, merge_included_states */
function merge(high: HighData, state: HighData, errors: string[]): void {
  for (const key of ["__extend__", "__exclude__"]) {
    const more = state.get(key);
    state.delete(key);
    if (Array.isArray(more)) listAt(high, key).push(...more);
  }
  for (const [id, body] of state) {
    const known = high.get(id);
    if (known !== undefined && !sameValue(known, body)) {
      const at = (one: Value) =>
        isMap(one)
          ? `${pythonText(one.get("__env__") ?? null)}:${pythonText(one.get("__sls__") ?? null)}`
          : "None:None";
      errors.push(
        `Detected conflicting IDs, SLS IDs need to be globally unique.\n    The conflicting ID is '${pythonText(id)}' and is found in SLS '${at(known)}' and SLS '${at(body)}'`,
      );
    }
    high.set(id, body);
  }
}

/** @source salt/state.py, clean_duplicate_extends */
function withoutDuplicates(extend: readonly Value[]): Value[] {
  const kept: ValueMap[] = [];
  for (const entry of extend.filter(isMap).flatMap((one) => [...one].map((pair) => new Map([pair]))))
    if (!kept.some((one) => sameValue(one, entry))) kept.push(entry);
  return kept;
}
