import type { Key } from "@salina/api";
import { globMatcher } from "@salina/targeting";
import { fingerprint } from "@salina/wire";
import { globsOf, keyLists, matchedKeys } from "../../keys/key-lists.js";
import type { WheelFunction } from "../wheel-function.js";
import { hashTypeOf } from "./hash-type.js";
import { hashTypeParameter, match } from "./match-parameter.js";

export const finger: WheelFunction = {
  name: "key.finger",
  doc: "Fingerprints of the keys that match, by list; of the master's own key files too, where these match.",
  reads: true,
  parameters: [match, hashTypeParameter],
  async run(given, context) {
    const { keys } = context;
    const hashType = hashTypeOf(given, context);
    const globs = globsOf(given.value("match"));
    const lists = byList(await keys.read(await matchedKeys(keys, globs)), ({ publicKey }) =>
      fingerprint(publicKey, hashType),
    );
    const matchers = globs.map((glob) => globMatcher(glob));
    const local = (await keys.masterKeys(hashType)).filter(({ name }) => matchers.some((matches) => matches(name)));
    if (local.length > 0) {
      lists.set("local", new Map(local.map((file): [string, string] => [file.name, file.fingerprint])));
    }
    return lists;
  },
};

/** Something of each key, by list and id. */
export function byList(keys: readonly Key[], what: (key: Key) => string): Map<string, Map<string, string>> {
  const lists = new Map<string, Map<string, string>>();
  for (const key of keys) {
    const name = keyLists.get(key.state) ?? key.state;
    lists.set(name, (lists.get(name) ?? new Map<string, string>()).set(key.id, what(key)));
  }
  return lists;
}
