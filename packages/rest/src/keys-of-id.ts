import { createHash } from "node:crypto";
import { type Key, type KeyService, type KeyState, keyStates, notFound } from "@salina/api";
import { isMinionId } from "@salina/wire";
import { httpErrors } from "./errors.js";
import { RequestError } from "./problem.js";

/** Of several keys of one id this one is meant. */
const preference: readonly KeyState[] = ["accepted", "pending", "rejected", "denied"];

/** All keys of exactly this id, the one that is meant first. @throws not-found */
export async function keysOfId(
  keys: KeyService,
  id: string,
  state: KeyState | undefined,
): Promise<readonly [Key, ...Key[]]> {
  const refs = isMinionId(id) ? await keys.match([literalGlob(id)], state === undefined ? keyStates : [state]) : [];
  const found = await keys.read(refs.filter((one) => one.id === id));
  const [first, ...others] = [...found].sort((a, b) => preference.indexOf(a.state) - preference.indexOf(b.state));
  if (first === undefined) throw notFound({ what: "key", id });
  return [first, ...others];
}

/** `services.keys` takes globs, and ids may hold their characters. */
function literalGlob(id: string): string {
  return id.replace(/[*?[]/g, "[$&]");
}

export function entityTag({ id, state, fingerprint }: Key): string {
  return `"${createHash("sha256")
    .update(JSON.stringify([id, state, fingerprint]))
    .digest("base64url")
    .slice(0, 22)}"`;
}

/** @throws precondition-failed */
export function checkIfMatch(ifMatch: string | undefined, key: Key): void {
  if (ifMatch === undefined || ifMatch.trim() === "*") return;
  const tags = ifMatch.split(",").map((tag) => tag.trim());
  if (!tags.includes(entityTag(key))) throw changedMeanwhile();
}

export function changedMeanwhile(): RequestError {
  return new RequestError(httpErrors.preconditionFailed, "The key has changed since it was read.");
}
