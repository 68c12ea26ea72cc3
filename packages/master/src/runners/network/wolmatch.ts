import { isMap } from "@salina/wire";
import { readTarget } from "../../mine/mine.js";
import type { ToolRunner } from "../tool-runner.js";
import { wake, whereTo } from "./wol.js";

export const wolmatch: ToolRunner = {
  name: "network.wolmatch",
  doc: "Wakes the minions of a target, by the hardware addresses in the grains that they sent last. Gives those addresses.",
  parameters: [
    { name: "tgt", doc: "The target." },
    { name: "tgt_type", type: "text", doc: "Its type.", default: "glob" },
    ...whereTo,
  ],
  async run(given, { resolve, minionData }) {
    const target = readTarget(given.value("tgt"), given.value("tgt_type", "glob"));
    if (!target) throw new Error("network.wolmatch(): 'tgt' or 'tgt_type' is no target");
    const woken: string[] = [];
    for await (const batch of minionData.batches(await resolve(target, { greedy: false, exactPillar: false }))) {
      for (const { grains } of batch) {
        const interfaces = isMap(grains) ? grains.get("hwaddr_interfaces") : null;
        for (const [name, mac] of isMap(interfaces) ? interfaces : []) {
          if (name === "lo" || typeof mac !== "string") continue;
          await wake(mac.trim(), given);
          woken.push(mac.trim());
        }
      }
    }
    return woken;
  },
};
