import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { randomInt } from "node:crypto";
import type { Writable } from "node:stream";

const run = (...words: string[]) => execFileSync(words[0] ?? "", words.slice(1), { stdio: ["ignore", "pipe", "pipe"] });

/** A place on the network: a network namespace with one address. */
export interface LabPlace {
  readonly name: string;
  readonly namespace: string;
  readonly address: string;
}

/**
 * A bridge of this machine with network namespaces on it. Whatever becomes of us, SIGKILL included, they are taken away:
 * by a small process that waits for the end of its input.
 */
export class LabNetwork {
  /** Begins the names of all that the lab makes: namespaces, bridge, cgroups. */
  readonly mark = `sdk${randomInt(0x1_0000).toString(16).padStart(4, "0")}`;
  /** Of this machine, for who is inside. */
  readonly hostAddress: string;
  readonly #subnet = `10.214.${randomInt(1, 250)}`;
  readonly #holder: ChildProcess;
  readonly #remover: Writable;
  readonly #removed: Promise<void>;
  #places = 0;

  constructor() {
    this.hostAddress = `${this.#subnet}.1`;
    const remover = spawn("/bin/sh", ["-c", removeProgram, "salina-lab-network", this.mark], {
      stdio: ["pipe", "ignore", "ignore"],
      detached: true,
    });
    this.#removed = new Promise((resolve) => remover.once("exit", () => resolve()));
    this.#holder = remover;
    this.#remover = remover.stdin;
    remover.unref();
    run("ip", "link", "add", this.mark, "type", "bridge");
    run("ip", "addr", "add", `${this.hostAddress}/24`, "dev", this.mark);
    run("ip", "link", "set", this.mark, "up");
  }

  add(name: string): LabPlace {
    this.#places += 1;
    const namespace = `${this.mark}-${this.#places}`;
    const link = `${this.mark}v${this.#places}`;
    const address = `${this.#subnet}.${10 + this.#places}`;
    run("ip", "netns", "add", namespace);
    run("ip", "link", "add", link, "type", "veth", "peer", "name", "eth0", "netns", namespace);
    run("ip", "link", "set", link, "master", this.mark, "up");
    run("ip", "-n", namespace, "addr", "add", `${address}/24`, "dev", "eth0");
    run("ip", "-n", namespace, "link", "set", "eth0", "up");
    run("ip", "-n", namespace, "link", "set", "lo", "up");
    run("ip", "-n", namespace, "route", "add", "default", "via", this.hostAddress);
    return { name, namespace, address };
  }

  /** After all processes in it have ended. */
  async remove(): Promise<void> {
    this.#remover.end();
    this.#holder.ref();
    await this.#removed;
  }
}

// Engines leave empty cgroups. Who still uses one when we were killed is on the way out: a few tries.
const removeProgram = `
cat >/dev/null
for try in 1 2 3 4 5 6 7 8 9 10; do
  left=$(find /sys/fs/cgroup -depth -type d -path "*/$1*" 2>/dev/null)
  [ -n "$left" ] || break
  [ "$try" = 1 ] || sleep 0.3
  echo "$left" | while read -r each; do rmdir "$each" 2>/dev/null; done
done
for each in /sys/class/net/"$1"v*; do ip link del "\${each##*/}" 2>/dev/null; done
ip netns list | sed 's/ .*//' | grep "^$1-" | while read -r each; do ip netns del "$each"; done
ip link del "$1"
`;
