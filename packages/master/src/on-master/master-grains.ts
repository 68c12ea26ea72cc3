import { readFileSync } from "node:fs";
import { arch, cpus, hostname, totalmem, type } from "node:os";
import type { Value, ValueMap } from "@salina/wire";
import { version } from "../version.js";

/** What templates and functions that run on the master see of its machine: the grains that say where one is. */
export function masterGrains(id: string): ValueMap {
  const release = osRelease();
  const host = hostname();
  return new Map<Value, Value>([
    ["id", id],
    ["host", host.split(".")[0] ?? host],
    ["localhost", host],
    ["nodename", host],
    ["fqdn", host],
    ["kernel", type()],
    ["os", osName(release.get("ID") ?? "", release.get("NAME") ?? type())],
    ["os_family", family(release.get("ID") ?? "", release.get("ID_LIKE") ?? "")],
    ["osrelease", release.get("VERSION_ID") ?? ""],
    ["oscodename", release.get("VERSION_CODENAME") ?? ""],
    ["cpuarch", { x64: "x86_64", arm64: "aarch64", arm: "armv7l" }[arch() as string] ?? arch()],
    ["num_cpus", cpus().length],
    ["mem_total", Math.floor(totalmem() / 1_048_576)],
    ["salinaversion", version],
  ]);
}

function osRelease(): ReadonlyMap<string, string> {
  try {
    const lines = readFileSync("/etc/os-release", "utf8").split("\n");
    return new Map(
      lines.flatMap((line) => {
        const [, key, value] = /^([A-Z_]+)="?([^"]*)"?$/.exec(line) ?? [];
        return key === undefined ? [] : [[key, value ?? ""] as const];
      }),
    );
  } catch {
    return new Map();
  }
}

const names: Readonly<Record<string, string>> = {
  debian: "Debian",
  ubuntu: "Ubuntu",
  arch: "Arch",
  archarm: "Arch ARM",
};

function osName(id: string, name: string): string {
  return names[id] ?? name;
}

function family(id: string, like: string): string {
  const all = `${id} ${like}`;
  if (/debian|ubuntu/.test(all)) return "Debian";
  if (/arch/.test(all)) return "Arch";
  if (/rhel|fedora|centos/.test(all)) return "RedHat";
  return /suse/.test(all) ? "Suse" : osName(id, id);
}
