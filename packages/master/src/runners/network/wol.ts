import type { FunctionParameter } from "../../functions/master-function.js";
import { hardwareAddress, magicPacket, wakeOnLan } from "../../web/wake-on-lan.js";
import type { Parameters } from "../parameters.js";
import type { ToolRunner } from "../tool-runner.js";

export const whereTo: readonly FunctionParameter[] = [
  { name: "bcast", type: "text", doc: "The address that it is sent to.", default: "255.255.255.255" },
  { name: "destport", type: "number", doc: "The port.", default: 9 },
];

/** @source salt/runners/network.py */
export const wol: ToolRunner = {
  name: "network.wol",
  doc: "Wakes a machine by its hardware address (wake on LAN).",
  parameters: [
    { name: "mac", type: "text", doc: "`08:00:27:13:69:77`, with other signs between, or with none." },
    ...whereTo,
  ],
  async run(given) {
    await wake(given.text("mac"), given);
    return true;
  },
};

/** @throws Error for what is no hardware address, address or port */
export async function wake(mac: string, given: Parameters): Promise<void> {
  const address = given.text("bcast", "255.255.255.255");
  if (!/^\d{1,3}(\.\d{1,3}){3}$/.test(address)) throw new Error("'bcast': expected an IPv4 address");
  const port = given.number("destport", 9);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new Error("'destport': expected a port");
  await wakeOnLan(magicPacket(hardwareAddress(mac)), { address, port });
}
