import { stateReturn } from "@salina/orchestration";
import { isMap, pythonText, type Value, type ValueMap } from "@salina/wire";
import { isInternal } from "../internal-keywords.js";
import type { MasterCall, MasterReturn, Step, StepContext } from "../step-context.js";

/** `salt.runner` and `salt.wheel`: a function of the master itself. @source salt/states/saltmod.py, runner and wheel */
export function masterStep(kind: "Runner" | "Wheel"): Step {
  return {
    required: [],
    async run(given, context) {
      const name = given.get("name") ?? null;
      const fun = pythonText(name);
      if (context.test) return stateReturn(name, null, `${kind} function '${fun}' would be executed.`);
      const { jid, value, success } = await callOnce("call", fun, argumentsOf(given), {
        context,
        through: kind === "Runner" ? context.world.runner : context.world.wheel,
      });
      const went = success && !(isMap(value) && value.has("Error"));
      const ret = stateReturn(
        name,
        went,
        `${kind} function '${fun}' ${went ? "executed" : "failed"}.`,
        new Map([["return", value]]),
      );
      ret.set("__jid__", jid);
      return ret;
    },
  };
}

/** Positional values of `arg`, then one map: `kwarg` and everything else that is not for the state itself. */
export function argumentsOf(given: ValueMap): readonly Value[] {
  const [arg, kwarg] = [given.get("arg"), given.get("kwarg")];
  const keywords: ValueMap = new Map(isMap(kwarg) ? kwarg : []);
  for (const [key, value] of given)
    if (!isInternal(key) && !["arg", "kwarg", "name"].includes(String(key))) keywords.set(key, value);
  const positional = Array.isArray(arg) ? arg : arg === undefined || arg === null ? [] : [arg];
  return keywords.size === 0 ? positional : [...positional, keywords.set("__kwarg__", true)];
}

/** Its id is on disk before it is called: after a restart it is looked for, and not called a second time. */
export async function callOnce(
  name: string,
  fun: string,
  arg: readonly Value[],
  { context, through }: { readonly context: StepContext; readonly through: MasterCall },
): Promise<MasterReturn & { readonly jid: string }> {
  const noted = context.note(name);
  const jid = typeof noted === "string" ? noted : through.newJid();
  const before = noted === undefined ? undefined : await through.found(fun, jid);
  if (before) return { ...before, jid };
  if (noted === undefined) await context.addNote(name, jid);
  const { user, saltenv, jid: parent } = context.run;
  return { ...(await through.call(fun, arg, { jid, user, parent, saltenv })), jid };
}
