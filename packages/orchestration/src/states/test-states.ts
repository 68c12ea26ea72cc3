import { traverse } from "@salina/targeting";
import { Float, isMap, pythonText, type Value, type ValueMap } from "@salina/wire";
import { isTrue } from "../run/python-truth.js";
import { type StateFunction, type StateWorld, stateReturn } from "./state-function.js";

const pretended = (): Value =>
  new Map([
    [
      "testing",
      new Map([
        ["old", "Unchanged"],
        ["new", "Something pretended to change"],
      ]),
    ],
  ]);

function plain(result: boolean, standard: string, inTest: string | null): StateFunction {
  return (given, { test }) => {
    const comment = test && inTest !== null ? inTest : (given.get("comment") ?? standard);
    return stateReturn(given.get("name") ?? null, result, comment);
  };
}

function withChanges(result: boolean, standard: string, inTest: string): StateFunction {
  return (given, { test }) => {
    const comment = test ? inTest : (given.get("comment") ?? standard);
    return stateReturn(given.get("name") ?? null, test ? null : result, comment, pretended());
  };
}

/** `true`, `false` or `Random`. */
function chosen(value: Value, { random }: StateWorld): boolean | undefined {
  if (typeof value === "boolean") return value;
  return pythonText(value).toLowerCase() === "random" ? random() < 0.5 : undefined;
}

function configurable(given: ValueMap, world: StateWorld): ValueMap {
  const changes = chosen(given.get("changes") ?? true, world);
  if (changes === undefined)
    throw new Error(
      "You have specified the state option 'changes' with invalid arguments. It must be either True, False, or 'Random'",
    );
  const result = chosen(given.get("result") ?? true, world);
  if (result === undefined)
    throw new Error(
      "You have specified the state option 'result' with invalid arguments. It must be either True, False, or 'Random'",
    );
  const comment = given.get("comment") ?? "";
  const ret = stateReturn(given.get("name") ?? null, result, comment, changes ? pretended() : new Map());
  const warnings = given.get("warnings") ?? null;
  if (typeof warnings === "string") ret.set("warnings", [warnings]);
  else if (Array.isArray(warnings)) ret.set("warnings", warnings);
  else if (warnings !== null)
    throw new Error(
      "You have specified the state option 'warnings' with invalid arguments. It must be a string or a list of strings",
    );
  if (world.test) {
    ret.set("result", given.get("changes") === false ? true : null);
    if (!isTrue(comment)) ret.set("comment", "This is a test");
  }
  return ret;
}

function modWatch(given: ValueMap, { changed }: StateWorld): ValueMap {
  const names = changed.map(({ state, id }) => `${state}: ${id}`);
  return new Map<Value, Value>([
    ["name", given.get("name") ?? null],
    ["result", given.get("result") ?? true],
    ["comment", given.get("comment") ?? "Watch statement fired."],
    ["changes", given.get("changes") ?? new Map([["Requisites with changes", names]])],
  ]);
}

const kinds: readonly (readonly [key: string, type: string | null, is: (value: Value) => boolean])[] = [
  ["present", null, () => true],
  ["boolean", "<class 'bool'>", (value) => typeof value === "boolean"],
  [
    "integer",
    "<class 'int'>",
    (value) => ["number", "bigint", "boolean"].includes(typeof value) && Number.isInteger(Number(value)),
  ],
  ["string", "(<class 'str'>,)", (value) => typeof value === "string"],
  ["listing", "<class 'list'>", Array.isArray],
  ["dictionary", "<class 'dict'>", isMap],
];

function checkPillar(given: ValueMap, { pillar }: StateWorld): ValueMap {
  if (!kinds.some(([key]) => isTrue(given.get(key)))) throw new Error("Missing required argument text.");
  const failed = new Map<string, string | null>();
  const fine = new Map<string, string | null>();
  for (const [key, type, is] of kinds) {
    for (const name of names(given.get(key) ?? null)) {
      const value = traverse(pillar, name.split(":")) ?? null;
      if (value === null) failed.set(name, null);
      else if (value instanceof Float ? type !== null : !is(value)) failed.set(name, type);
      else fine.set(name, type);
    }
  }
  const lines = [...failed].map(
    ([key, type]) => `Pillar key "${key}" ${type === null ? "is missing" : `is not ${type}`}.\n`,
  );
  if (isTrue(given.get("verbose")) && fine.size > 0) {
    lines.push("Those keys passed the check:\n");
    for (const [key, type] of fine) lines.push(`- ${key} (${type ?? "None"})\n`);
  }
  return stateReturn(given.get("name") ?? null, failed.size === 0, lines.join(""));
}

function names(given: Value): string[] {
  if (!isTrue(given)) return [];
  if (typeof given === "string") return [given];
  if (!Array.isArray(given)) throw new Error("a list of keys is wanted");
  return given.map(pythonText);
}

/** @source salt/states/test.py */
export const testStates: ReadonlyMap<string, StateFunction> = new Map([
  ["nop", (given) => stateReturn(given.get("name") ?? null, true, "Success!")],
  ["succeed_without_changes", plain(true, "Success!", null)],
  ["fail_without_changes", plain(false, "Failure!", "If we weren't testing, this would be a failure!")],
  [
    "succeed_with_changes",
    withChanges(true, "Success!", "If we weren't testing, this would be successful with changes"),
  ],
  ["fail_with_changes", withChanges(false, "Failure!", "If we weren't testing, this would be failed with changes")],
  ["configurable_test_state", configurable],
  [
    "show_notification",
    (given) => {
      const text = given.get("text");
      if (!isTrue(text)) throw new Error("Missing required argument text.");
      return stateReturn(given.get("name") ?? null, true, text ?? null);
    },
  ],
  ["check_pillar", checkPillar],
  ["mod_watch", modWatch],
]);
