import { isTrue, stateReturn } from "@salina/orchestration";
import { decode, encode, isMap, pythonText, type Value, type ValueMap } from "@salina/wire";
import { answersOf, readFailMinions, silenceOf, silent } from "../minion-data.js";
import { publishStep } from "../publish-step.js";
import type { Step, StepContext } from "../step-context.js";
import { outcomes } from "../step-jobs.js";

/** @source salt/states/saltmod.py, function */
export const saltFunction: Step = {
  required: ["tgt"],
  async run(given, context) {
    const name = given.get("name") ?? null;
    const fun = pythonText(name);
    if (context.test)
      return stateReturn(
        name,
        null,
        `Function ${fun} would be executed on target ${pythonText(given.get("tgt") ?? null)}`,
      );
    const warnings: string[] = [];
    const kwarg = given.get("kwarg");
    const published = await publishStep(
      given,
      { fun, arg: readArg(given.get("arg") ?? null, warnings), kwarg: isMap(kwarg) ? kwarg : new Map() },
      context,
    );
    const answers = answersOf(published, given.get("expect_minions") === true);
    const { ids, warning } = readFailMinions(given.get("fail_minions") ?? null);
    if (warning !== null) warnings.push(warning);
    if (given.get("expect_minions") !== true)
      for (const one of silent(published)) warnings.push(`No answer: ${silenceOf(one)}.`);
    const verdicts = await verdictsOf(given, answers, context);

    const changes = new Map<Value, Value>(answers.map(({ minion, ret }) => [minion, told(context, fun, ret ?? false)]));
    const failed = answers.filter(
      ({ minion, ret, retcode }) =>
        retcode !== 0 || ((ret === undefined || ret === false || verdicts.get(minion) === false) && !ids.has(minion)),
    );
    const made = stateReturn(name, answers.length > 0 && failed.length === 0, "");
    if (changes.size > 0) made.set("changes", new Map([["ret", changes]]));
    made.set(
      "comment",
      comment(
        fun,
        [...changes.keys()],
        failed.map(({ minion }) => minion),
      ),
    );
    if (published.jid !== null && answers.length > 0) made.set("__jid__", published.jid);
    if (warnings.length > 0) made.set("warnings", warnings);
    return made;
  },
};

/** The result of a step is written down and shown: a secret is no part of it. */
function told(context: StepContext, fun: string, ret: Value): Value {
  const packed = encode(ret);
  const kept = context.world.told.result(fun, packed);
  if (kept === packed) return ret;
  const read = decode(kept, { duplicateKeys: "last", maxDepth: 512 });
  return read.ok ? read.value : null;
}

function readArg(arg: Value, warnings: string[]): readonly Value[] {
  if (typeof arg === "string") {
    warnings.push("Please specify 'arg' as a list of arguments.");
    return arg.split(/\s+/).filter(Boolean);
  }
  return Array.isArray(arg) ? arg : [];
}

function comment(fun: string, ran: readonly Value[], failed: readonly string[]): string {
  if (ran.length === 0) return "No minions responded";
  const first =
    failed.length > 0
      ? `Running function ${fun} failed on minions: ${failed.join(", ")}`
      : "Function ran successfully.";
  return `${first} Function ${fun} ran on ${ran.join(", ")}.`;
}

/**
 * `fail_function`: a function that says of each answer whether it is a good one. Stock runs it on the master; here the
 * minion that gave the answer does, where it has it.
 */
async function verdictsOf(
  given: ValueMap,
  answers: readonly { readonly minion: string; readonly ret: Value | undefined }[],
  context: StepContext,
): Promise<ReadonlyMap<string, boolean>> {
  const verdicts = new Map<string, boolean>();
  const fun = given.get("fail_function");
  if (!isTrue(fun)) return verdicts;
  const { jobs } = context.world;
  for (const { minion, ret } of answers) {
    if (ret === undefined) continue;
    const noted = context.note(`verdict ${minion}`);
    const jid = typeof noted === "string" ? noted : jobs.newJid();
    if (noted === undefined) await context.addNote(`verdict ${minion}`, jid);
    if (!(await jobs.get(jid))) {
      const target = { type: "list" as const, expression: [minion] };
      await jobs.publishAs(jid, { target, fun: pythonText(fun ?? null), arg: encode([ret]), user: context.run.user });
    }
    const [result] = await outcomes(jobs, jid, context.signal);
    verdicts.set(minion, result?.outcome === "returned" && !isFalse(result.value));
  }
  return verdicts;
}

const falsy = [null, false, 0, "", [], new Map<Value, Value>()].map((value) => Buffer.from(encode(value)));

function isFalse(packed: Uint8Array | null): boolean {
  return packed === null || falsy.some((one) => one.equals(packed));
}
