import { isTrue } from "@salina/orchestration";
import { isMap, pythonText, type Value, type ValueMap } from "@salina/wire";

/** Asks the master's own system. */
export interface ConditionWorld {
  /** The exit code of a shell command. */
  readonly command: (command: string) => Promise<number>;
  readonly exists: (path: string) => Promise<boolean>;
  /** What a function of the master gives. @throws Error */
  readonly call: (fun: string, args: readonly Value[], kwargs: ValueMap) => Promise<Value>;
}

interface Verdict {
  /** True: the step is not run. */
  readonly skip: boolean;
  readonly comment: string;
}

/**
 * `onlyif`, `unless` and `creates`: what the step's return begins with where one of them is given. With `result: true` the
 * step is not run.
 * @source salt/state.py, State._run_check
 */
export async function checkConditions(low: ValueMap, world: ConditionWorld): Promise<ValueMap | null> {
  const verdicts: Verdict[] = [];
  if (low.has("onlyif")) verdicts.push(await onlyif(listOf(low.get("onlyif")), world));
  if (low.has("unless")) verdicts.push(await unless(listOf(low.get("unless")), world));
  if (low.has("creates")) verdicts.push(await creates(low.get("creates") ?? null, world));
  if (verdicts.length === 0) return null;
  const skip = verdicts.some((one) => one.skip);
  const comments = verdicts.map(({ comment }) => comment);
  const ret: ValueMap = new Map<Value, Value>([
    ["result", skip],
    ["comment", comments.length === 1 ? (comments[0] ?? "") : comments],
  ]);
  if (skip) ret.set("skip_watch", true);
  return ret;
}

async function onlyif(entries: readonly Value[], world: ConditionWorld): Promise<Verdict> {
  for (const entry of entries) {
    const holds = await ask(entry, world);
    if (holds === null) return { skip: false, comment: "onlyif execution failed, bad type passed" };
    if (!holds) return { skip: true, comment: "onlyif condition is false" };
  }
  return { skip: false, comment: "onlyif condition is true" };
}

async function unless(entries: readonly Value[], world: ConditionWorld): Promise<Verdict> {
  for (const entry of entries) {
    const holds = await ask(entry, world);
    if (holds === null) return { skip: false, comment: "unless condition is false, bad type passed" };
    if (holds) return { skip: true, comment: "unless condition is true" };
    // As in stock a function that does not hold ends the list.
    if (isMap(entry)) break;
  }
  return { skip: false, comment: "unless condition is false" };
}

/** Null: it is neither a command nor a function. */
async function ask(entry: Value, world: ConditionWorld): Promise<boolean | null> {
  if (typeof entry === "string") return (await world.command(entry)) === 0;
  if (typeof entry === "boolean") return (await world.command(entry ? "True" : "False")) === 0;
  const fun = isMap(entry) ? entry.get("fun") : undefined;
  if (!isMap(entry) || fun === undefined) return null;
  const kwargs = new Map(entry);
  const args = kwargs.get("args");
  const path = kwargs.get("get_return");
  for (const key of ["fun", "args", "get_return"]) kwargs.delete(key);
  const value = await world.call(pythonText(fun), Array.isArray(args) ? args : [], kwargs);
  return isTrue(typeof path === "string" ? within(value, path.split(":")) : value);
}

function within(value: Value, path: readonly string[]): Value {
  return path.reduce<Value>((here, part) => (isMap(here) ? (here.get(part) ?? null) : null), value);
}

async function creates(given: Value, world: ConditionWorld): Promise<Verdict> {
  const paths = listOf(given).map(pythonText);
  for (const path of paths) if (!(await world.exists(path))) return { skip: false, comment: "Creates files not found" };
  return { skip: true, comment: Array.isArray(given) ? "All files in creates exist" : `${paths[0] ?? ""} exists` };
}

/** `check_cmd`: commands that say whether the step has done what it should. Null: there are none. */
export async function checkAfterwards(low: ValueMap, world: ConditionWorld): Promise<ValueMap | null> {
  if (!low.has("check_cmd")) return null;
  for (const command of listOf(low.get("check_cmd"))) {
    if ((await world.command(pythonText(command))) !== 0) return verdict(false);
  }
  return verdict(true);
}

function verdict(succeeded: boolean): ValueMap {
  return new Map<Value, Value>([
    ["comment", `check_cmd determined the state ${succeeded ? "succeeded" : "failed"}`],
    ["result", succeeded],
  ]);
}

function listOf(value: Value | undefined): readonly Value[] {
  return Array.isArray(value) ? value : [value ?? null];
}
