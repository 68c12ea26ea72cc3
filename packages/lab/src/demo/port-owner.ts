import { readdir, readFile, readlink } from "node:fs/promises";

/** Who listens on a TCP port of this machine: `nginx (pid 812)`, or null where that cannot be seen. */
export async function portOwner(port: number): Promise<string | null> {
  const sockets = new Set<string>();
  for (const table of ["/proc/net/tcp", "/proc/net/tcp6"]) {
    const lines = (await readFile(table, "utf8").catch(() => "")).split("\n").slice(1);
    for (const line of lines) {
      // sl local_address rem_address st ... inode; state 0A is LISTEN, the port is hexadecimal.
      const fields = line.trim().split(/\s+/);
      if (fields[3] === "0A" && Number.parseInt(fields[1]?.split(":")[1] ?? "", 16) === port)
        sockets.add(`socket:[${fields[9]}]`);
    }
  }
  if (sockets.size === 0) return null;
  for (const pid of (await readdir("/proc").catch(() => [])).filter((name) => /^\d+$/.test(name))) {
    for (const fd of await readdir(`/proc/${pid}/fd`).catch(() => [])) {
      const link = await readlink(`/proc/${pid}/fd/${fd}`).catch(() => "");
      if (sockets.has(link))
        return `${(await readFile(`/proc/${pid}/comm`, "utf8").catch(() => "?")).trim()} (pid ${pid})`;
    }
  }
  return "a process of another user";
}
