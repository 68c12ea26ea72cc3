import { readFile, stat } from "node:fs/promises";
import type { ToolRunner } from "../tool-runner.js";
import { wake, whereTo } from "./wol.js";

const maxFileBytes = 1 << 20;

export const wollist: ToolRunner = {
  name: "network.wollist",
  doc: "Wakes the machines whose hardware addresses stand in a file of the master, one a line. Gives those addresses.",
  parameters: [{ name: "maclist", type: "text", doc: "Path of the file." }, ...whereTo],
  async run(given) {
    const path = given.text("maclist");
    const found = await stat(path).catch(() => null);
    if (!found?.isFile() || found.size > maxFileBytes) throw new Error("'maclist': there is no such small file");
    const lines = (await readFile(path, "utf8")).split("\n").map((line) => line.trim());
    const macs = lines.filter((line) => line !== "");
    // What stands in a file that is no such list is not told.
    if (macs.some((mac) => !/^[0-9a-f:.-]{12,17}$/i.test(mac)))
      throw new Error("'maclist': that is no list of hardware addresses");
    for (const mac of macs) await wake(mac, given);
    return macs;
  },
};
