import { isMinionId, parsePublicKey } from "@salina/wire";
import type { KeyDirectory } from "./key-directory.js";
import type { KeyHooks } from "./key-service.js";

/** Puts a public key among the accepted ones. False: there is one, and it is not to be replaced. */
export type AddAcceptedKey = (
  id: string,
  publicKey: string,
  options: { readonly replace: boolean },
) => Promise<boolean>;

/** For keys that an operator makes here and carries to the minion. @throws Error for what is no id, or no key */
export function addAcceptedKey(directory: KeyDirectory, hooks: Pick<KeyHooks, "onChange">): AddAcceptedKey {
  return async (id, publicKey, { replace }) => {
    if (!isMinionId(id)) throw new Error(`${JSON.stringify(id).slice(0, 80)} cannot be the id of a minion`);
    const key = parsePublicKey(publicKey);
    if (!key.ok) throw new Error(key.fault.text);
    return await directory.change(id, async (changes) => {
      if (!replace && (await changes.read()).accepted.kind !== "absent") return false;
      await changes.store("accepted", publicKey);
      hooks.onChange({ act: "accept", id });
      return true;
    });
  };
}
