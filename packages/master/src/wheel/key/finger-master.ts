import type { WheelFunction } from "../wheel-function.js";
import { hashTypeOf } from "./hash-type.js";
import { hashTypeParameter } from "./match-parameter.js";

export const fingerMaster: WheelFunction = {
  name: "key.finger_master",
  doc: "The fingerprint of the master's public key: what minions may be given as `master_finger`.",
  reads: true,
  parameters: [hashTypeParameter],
  async run(given, context) {
    const files = await context.keys.masterKeys(hashTypeOf(given, context));
    const own = files.find(({ name }) => name === "master.pub");
    return new Map([["local", new Map([["master.pub", own?.fingerprint ?? ""]])]]);
  },
};
