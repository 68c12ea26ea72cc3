import { createSocket } from "node:dgram";

/** @throws Error for what is no hardware address. @source salt/utils/network.py, mac_str_to_bytes */
export function hardwareAddress(text: string): Buffer {
  const digits = text.length === 17 ? text.replaceAll(text[2] ?? "", "") : text;
  if (!/^[0-9a-f]{12}$/i.test(digits)) throw new Error(`'${text.slice(0, 40)}' is no hardware address`);
  return Buffer.from(digits, "hex");
}

/** What wakes a machine: six bytes 255, then sixteen times its address. */
export function magicPacket(address: Buffer): Buffer {
  return Buffer.concat([Buffer.alloc(6, 0xff), ...Array.from({ length: 16 }, () => address)]);
}

/** Sends it to everybody in the network, or to one address. Nobody answers. */
export async function wakeOnLan(
  packet: Buffer,
  to: { readonly address: string; readonly port: number },
): Promise<void> {
  const socket = createSocket("udp4");
  try {
    await new Promise<void>((resolve, reject) => {
      socket.once("error", reject);
      socket.bind(0, () => {
        socket.setBroadcast(true);
        socket.send(packet, to.port, to.address, (error) => (error ? reject(error) : resolve()));
      });
    });
  } finally {
    socket.close();
  }
}
