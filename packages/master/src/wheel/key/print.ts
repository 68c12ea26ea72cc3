import { globsOf, matchedKeys } from "../../keys/key-lists.js";
import type { WheelFunction } from "../wheel-function.js";
import { byList } from "./finger.js";
import { match } from "./match-parameter.js";

/** Stock offers it as `key.print`, and documents it as `key.key_str`. */
function printAs(name: string): WheelFunction {
  return {
    name,
    doc: "The public keys that match, by list.",
    reads: true,
    parameters: [match],
    run: async (given, { keys }) =>
      byList(await keys.read(await matchedKeys(keys, globsOf(given.value("match")))), ({ publicKey }) => publicKey),
  };
}

export const print: WheelFunction = printAs("key.print");
export const keyStr: WheelFunction = printAs("key.key_str");
