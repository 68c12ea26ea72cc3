import { checkResult, isTrue, stateReturn } from "@salina/orchestration";
import { isMap, pythonText, type Value, type ValueMap } from "@salina/wire";
import { answersOf, type MinionAnswer, readFailMinions } from "../minion-data.js";
import { publishStep, type StepPublish } from "../publish-step.js";
import type { Step, StepContext } from "../step-context.js";

/** @source salt/states/saltmod.py, state */
export const saltState: Step = {
  required: ["tgt"],
  async run(given, context) {
    const name = given.get("name") ?? null;
    const allowFail = Number(given.get("allow_fail") ?? 0);
    if (!Number.isInteger(allowFail))
      return stateReturn(name, false, "Passed invalid value for 'allow_fail', must be an int");
    const fun = functionOf(given);
    if (!fun) return stateReturn(name, false, "No highstate or sls specified, no execution made");
    if (typeof (given.get("concurrent") ?? false) !== "boolean")
      return stateReturn(name, false, "Must pass in boolean for value of 'concurrent'");
    const published = await publishStep(given, { ...fun, kwarg: keywords(given, context) }, context);
    const expected = given.get("expect_minions") !== false;
    const answers = answersOf(published, expected);
    if (answers.length === 0 && expected) return stateReturn(name, false, "No minions returned");
    const ret = concluded(name, answers, { allowFail, ...readFailMinions(given.get("fail_minions") ?? null) });
    if (published.jid !== null && answers.length > 0) ret.set("__jid__", published.jid);
    const inTest = isTrue(given.get("test")) || context.test;
    if (inTest && ret.get("result") === true && isTrue(ret.get("changes"))) ret.set("result", null);
    return ret;
  },
};

function functionOf(given: ValueMap): Pick<StepPublish, "fun" | "arg"> | undefined {
  const [top, sls] = [given.get("top"), given.get("sls")];
  if (isTrue(given.get("highstate"))) return { fun: "state.highstate", arg: [] };
  if (isTrue(top)) return { fun: "state.top", arg: [top ?? null] };
  if (!isTrue(sls)) return undefined;
  return { fun: "state.sls", arg: [Array.isArray(sls) ? sls.map(pythonText).join(",") : (sls ?? null)] };
}

/** A run in test mode stays one, whatever the step says. */
function keywords(given: ValueMap, context: StepContext): ValueMap {
  const kwarg: ValueMap = new Map();
  const test = given.get("test") ?? null;
  if (context.test) kwarg.set("test", true);
  else if (test !== null) kwarg.set("test", test);
  if (isTrue(given.get("pillar"))) kwarg.set("pillar", given.get("pillar") ?? null);
  for (const key of ["pillarenv", "saltenv", "exclude"]) {
    const value = given.get(key) ?? null;
    if (value !== null) kwarg.set(key, value);
  }
  kwarg.set("queue", given.get("queue") ?? false);
  kwarg.set("concurrent", given.get("concurrent") ?? false);
  return kwarg;
}

interface Tolerance {
  readonly allowFail: number;
  readonly ids: ReadonlySet<string>;
  readonly warning: string | null;
}

function concluded(name: Value, answers: readonly MinionAnswer[], { allowFail, ids, warning }: Tolerance): ValueMap {
  const changes = new Map<Value, Value>();
  const failed: MinionAnswer[] = [];
  const unchanged: string[] = [];
  for (const answer of answers) {
    const { minion, ret } = answer;
    if (ret === undefined || !checkResult(ret, true)) {
      if (!ids.has(minion)) failed.push(answer);
      changes.set(minion, ret ?? false);
    } else if (hasChangedStates(ret)) changes.set(minion, ret);
    else unchanged.push(minion);
  }
  const made = stateReturn(name, failed.length <= allowFail, "");
  if (changes.size > 0)
    made.set(
      "changes",
      new Map<Value, Value>([
        ["out", "highstate"],
        ["ret", changes],
      ]),
    );
  made.set("comment", made.get("result") === false ? failureText(failed) : successText([...changes.keys()], unchanged));
  if (warning !== null) made.set("warnings", [warning]);
  return made;
}

function hasChangedStates(ret: Value): boolean {
  return isMap(ret) && [...ret.values()].some((one) => isMap(one) && isTrue(one.get("changes")));
}

function failureText(failed: readonly MinionAnswer[]): string {
  const details = failed.toSorted((a, b) => (a.minion < b.minion ? -1 : 1)).map(detail);
  return [`Run failed on minions: ${failed.map(({ minion }) => minion).join(", ")}`, ...details.filter(Boolean)].join(
    "\n",
  );
}

/** A line for a failure that is no result of states. */
function detail({ minion, ret, silence }: MinionAnswer): string {
  if (ret === undefined) return `Minion ${minion} did not return a state result: ${silence}.`;
  if (Array.isArray(ret)) {
    const parts = ret.filter(isTrue).map(pythonText);
    return parts.length === 0
      ? `Minion ${minion} returned an empty error list.`
      : `Minion ${minion} returned errors: ${parts.join("; ")}`;
  }
  return isMap(ret)
    ? ""
    : `Minion ${minion} returned ${typeof ret === "string" ? `'${ret}'` : pythonText(ret)} instead of a state result.`;
}

function successText(changed: readonly Value[], unchanged: readonly string[]): string {
  const updating = changed.length > 0 ? ` Updating ${changed.join(", ")}.` : "";
  const without = unchanged.length > 0 ? ` No changes made to ${unchanged.join(", ")}.` : "";
  return `States ran successfully.${updating}${without}`;
}
