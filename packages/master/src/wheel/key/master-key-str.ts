import type { WheelFunction } from "../wheel-function.js";

export const masterKeyStr: WheelFunction = {
  name: "key.master_key_str",
  doc: "The master's public key.",
  reads: true,
  parameters: [],
  async run(_given, { keys }) {
    const own = (await keys.masterKeys()).find(({ name }) => name === "master.pub");
    if (own?.text == null) throw new Error("there is no master.pub in pki_dir");
    return new Map([["local", new Map([["master.pub", own.text]])]]);
  },
};
