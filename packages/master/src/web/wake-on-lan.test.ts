import { createSocket } from "node:dgram";
import { expect, test } from "vitest";
import { hardwareAddress, magicPacket, wakeOnLan } from "./wake-on-lan.js";

test("hardware addresses are read with and without signs between", () => {
  for (const text of ["08:00:27:13:69:77", "08-00-27-13-69-77", "080027136977"]) {
    expect(hardwareAddress(text).toString("hex")).toBe("080027136977");
  }
  for (const text of ["", "08:00", "08:00:27:13:69:7g", "x".repeat(12)]) {
    expect(() => hardwareAddress(text)).toThrow("is no hardware address");
  }
});

test("the packet goes to the address and port that are named", async () => {
  const listener = createSocket("udp4");
  const heard = new Promise<Buffer>((resolve) => listener.once("message", resolve));
  await new Promise<void>((resolve) => listener.bind(0, "127.0.0.1", resolve));
  const packet = magicPacket(hardwareAddress("080027136977"));
  await wakeOnLan(packet, { address: "127.0.0.1", port: listener.address().port });
  expect((await heard).toString("hex")).toBe(`${"ff".repeat(6)}${"080027136977".repeat(16)}`);
  listener.close();
});
