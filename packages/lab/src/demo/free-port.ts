import { once } from "node:events";
import { createServer } from "node:net";
import { portOwner } from "./port-owner.js";

/** `wanted` where it is free; else a port that the system gives, after saying who has the wanted one. */
export async function freePort(wanted: number, host: string, say: (line: string) => void): Promise<number> {
  const free = await tryPort(wanted, host);
  if (free !== null) return free;
  const owner = await portOwner(wanted);
  const other = await tryPort(0, host);
  if (other === null) throw new Error(`no free port on ${host}`);
  say(`port ${wanted} is taken by ${owner ?? "somebody who cannot be seen"}: using ${other}`);
  return other;
}

async function tryPort(port: number, host: string): Promise<number | null> {
  const server = createServer();
  try {
    server.listen(port, host);
    await once(server, "listening");
    const address = server.address();
    return typeof address === "object" && address ? address.port : null;
  } catch {
    return null;
  } finally {
    server.close();
  }
}
