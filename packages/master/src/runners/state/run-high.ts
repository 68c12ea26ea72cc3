import type { ValueMap } from "@salina/wire";
import type { Call } from "../../functions/master-function.js";
import type { Parameters } from "../parameters.js";
import type { RunnerContext } from "../runner.js";
import { mapOrEmpty, textOrNull } from "./run-parameters.js";
import { shownEnd } from "./shown-end.js";

/** The run has the id of the call. @throws Error for a call that nobody is told of */
export function runJid({ jid }: Pick<Call, "jid">): string {
  if (jid === null) throw new Error("an orchestration cannot be run from here");
  return jid;
}

/** Steps that are given as data. */
export async function runHigh(
  high: ValueMap,
  name: string,
  given: Parameters,
  { orchestrations, masterId, call }: RunnerContext & { readonly call: Call },
): Promise<ValueMap> {
  const jid = runJid(call);
  await orchestrations.start({
    what: { kind: "high", high },
    saltenv: "base",
    pillarenv: null,
    pillar: mapOrEmpty(given.value("pillar")),
    test: call.test,
    jid,
    user: call.user,
    name,
    confirm: textOrNull(given.value("confirm")),
  });
  return shownEnd(await orchestrations.wait(jid), masterId);
}
