import { connect } from "node:net";
import { FrameReader, type LocalOp, type LocalOps, type LocalReply, packFrame } from "@salina/api";

/** One question over the local socket. @throws Error with the daemon's message */
export function askDaemon<Op extends LocalOp>(
  socketPath: string,
  op: Op,
  params: LocalOps[Op]["params"],
): Promise<LocalOps[Op]["done"]> {
  return new Promise((resolve, reject) => {
    const reader = new FrameReader();
    const socket = connect(socketPath, () => socket.write(packFrame({ id: 1, op, params })));
    socket.on("error", reject);
    socket.on("close", () => reject(new Error(`${op}: the daemon hung up`)));
    socket.on("data", (chunk: Buffer) => {
      for (const reply of reader.push(chunk) as LocalReply[]) {
        if ("error" in reply) reject(new Error(`${op}: ${reply.error.message}`));
        else if ("done" in reply) resolve(reply.done as LocalOps[Op]["done"]);
        else continue;
        socket.destroy();
      }
    });
  });
}
