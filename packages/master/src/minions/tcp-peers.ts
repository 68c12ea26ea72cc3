import { readFile } from "node:fs/promises";

/** State of a connection in `/proc/net/tcp`. */
const established = "01";

/**
 * How many connections each address has with one of our ports, from the text of `/proc/net/tcp` or `tcp6`. Addresses are
 * as grains have them.
 */
export function countPeers(table: string, port: number): Map<string, number> {
  const peers = new Map<string, number>();
  const wanted = port.toString(16).toUpperCase().padStart(4, "0");
  for (const line of table.split("\n").slice(1)) {
    const [, local = "", remote = "", state] = line.trim().split(/\s+/);
    if (state !== established || local.split(":")[1] !== wanted) continue;
    const address = readAddress(remote.split(":")[0] ?? "");
    if (address !== null) peers.set(address, (peers.get(address) ?? 0) + 1);
  }
  return peers;
}

/** Connected addresses on a port; null where the system does not tell. */
export async function tcpPeers(port: number): Promise<ReadonlyMap<string, number> | null> {
  const tables = await Promise.all(
    ["tcp", "tcp6"].map((name) => readFile(`/proc/net/${name}`, "utf8").catch(() => "")),
  );
  if (tables.every((table) => table === "")) return null;
  const all = new Map<string, number>();
  for (const table of tables) {
    for (const [address, count] of countPeers(table, port)) all.set(address, (all.get(address) ?? 0) + count);
  }
  return all;
}

/** Hex, in words of four bytes of which each is in the machine's order (little-endian wherever Salt runs). */
function readAddress(hex: string): string | null {
  const bytes = (hex.match(/.{8}/g) ?? []).flatMap((word) => [...Buffer.from(word, "hex")].reverse());
  if (bytes.length === 4) return bytes.join(".");
  if (bytes.length !== 16) return null;
  const isMapped = bytes.slice(0, 10).every((byte) => byte === 0) && bytes[10] === 0xff && bytes[11] === 0xff;
  if (isMapped) return bytes.slice(12).join(".");
  const groups = Array.from({ length: 8 }, (_, n) =>
    (((bytes[2 * n] ?? 0) << 8) | (bytes[2 * n + 1] ?? 0)).toString(16),
  );
  return shortened(groups);
}

/** The longest run of zeros, of two at least, becomes `::`. */
function shortened(groups: readonly string[]): string {
  let best = { at: -1, length: 1 };
  for (let at = 0; at < groups.length; at++) {
    let length = 0;
    while (groups[at + length] === "0") length++;
    if (length > best.length) best = { at, length };
  }
  if (best.at < 0) return groups.join(":");
  return `${groups.slice(0, best.at).join(":")}::${groups.slice(best.at + best.length).join(":")}`;
}

export interface Addressed {
  readonly id: string;
  /** Of its grains; empty where nothing is known. */
  readonly addresses: readonly string[];
}

/**
 * Of the minions that were there, those that may be gone: their address has no connection, or fewer than there are
 * minions behind it. Who is behind a gateway has none of the addresses that it knows of, and is a suspect each time.
 */
export function suspectsOf(minions: readonly Addressed[], peers: ReadonlyMap<string, number>): readonly string[] {
  const behind = new Map<string, string[]>();
  const suspects: string[] = [];
  for (const { id, addresses } of minions) {
    const connected = addresses.filter((one) => (peers.get(one) ?? 0) > 0);
    // All have the same loopback addresses: they say something only of those on this machine.
    const address = connected.find((one) => !isLoopback(one)) ?? connected[0];
    if (address === undefined) suspects.push(id);
    else behind.set(address, [...(behind.get(address) ?? []), id]);
  }
  for (const [address, ids] of behind) if ((peers.get(address) ?? 0) < ids.length) suspects.push(...ids);
  return suspects;
}

function isLoopback(address: string): boolean {
  return address === "::1" || address.startsWith("127.");
}
