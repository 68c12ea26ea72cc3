import { type KeyAction, type KeyRef, type KeyState, keyStates } from "@salina/api";
import { globsOf, idsByList, matchedKeys, namedKeys, whereNow } from "../../keys/key-lists.js";
import type { Parameters } from "../../runners/parameters.js";
import type { WheelContext } from "../wheel-function.js";

/** States that a change begins from: `include_*` adds to the pending ones. */
export function includedStates(given: Parameters, others: readonly KeyState[]): readonly KeyState[] {
  return ["pending", ...others.filter((state) => given.flag(`include_${state}`))];
}

/** Changes the keys that a glob finds. Answers with where they are then. */
export async function changeMatched(
  action: KeyAction,
  given: Parameters,
  { keys }: WheelContext,
  states: readonly KeyState[] = keyStates,
): Promise<Map<string, string[]>> {
  const globs = globsOf(given.value("match"));
  const found = await matchedKeys(keys, globs);
  await keys.change({ action, keys: inOrder(found, states) });
  return idsByList(await matchedKeys(keys, globs));
}

/** Changes the keys that are named by list and id. Answers with where they are then. */
export async function changeNamed(
  action: KeyAction,
  given: Parameters,
  { keys }: WheelContext,
  states: readonly KeyState[] = keyStates,
): Promise<Map<string, string[]>> {
  const lists = given.map("match");
  await keys.change({ action, keys: namedKeys(lists, states) });
  return await whereNow(keys, lists);
}

function inOrder(refs: readonly KeyRef[], states: readonly KeyState[]): KeyRef[] {
  return states.flatMap((state) => refs.filter((ref) => ref.state === state));
}
