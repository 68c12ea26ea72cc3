import { execFileSync } from "node:child_process";
import { randomInt } from "node:crypto";

const run = (...words: string[]) => execFileSync(words[0] ?? "", words.slice(1), { stdio: ["ignore", "pipe", "pipe"] });

/** Why namespaces cannot be made here; null: they can. */
export function whyNoNamespaces(): string | null {
  if (process.getuid?.() !== 0) return "only root can make network namespaces";
  const network = tryMake();
  if (typeof network === "string") return network;
  network.remove();
  return null;
}

function tryMake(): CutOffNetwork | string {
  try {
    return new CutOffNetwork();
  } catch (error) {
    return `network namespaces cannot be made here: ${String((error as { stderr?: Buffer }).stderr ?? error).trim()}`;
  }
}

/**
 * A network namespace behind a bridge of this machine. Taken off the bridge it is cut off as by a broken switch: both ends
 * see their link up, packets get lost, and nobody is told.
 */
export class CutOffNetwork {
  readonly name: string;
  /** Of this machine, for who is inside. */
  readonly hostAddress: string;
  /** Of who is inside. */
  readonly address: string;
  readonly #bridge: string;
  readonly #link: string;

  constructor() {
    const number = randomInt(1, 250);
    const mark = randomInt(0x1_0000).toString(16);
    this.name = `salina-${mark}`;
    this.#bridge = `slb${mark}`;
    this.#link = `slv${mark}`;
    this.hostAddress = `10.213.${number}.1`;
    this.address = `10.213.${number}.2`;
    try {
      run("ip", "netns", "add", this.name);
      run("ip", "link", "add", this.#bridge, "type", "bridge");
      run("ip", "addr", "add", `${this.hostAddress}/24`, "dev", this.#bridge);
      run("ip", "link", "set", this.#bridge, "up");
      run("ip", "link", "add", this.#link, "type", "veth", "peer", "name", "eth0", "netns", this.name);
      run("ip", "link", "set", this.#link, "master", this.#bridge, "up");
      run("ip", "-n", this.name, "addr", "add", `${this.address}/24`, "dev", "eth0");
      run("ip", "-n", this.name, "link", "set", "eth0", "up");
      run("ip", "-n", this.name, "link", "set", "lo", "up");
    } catch (error) {
      this.remove();
      throw error;
    }
  }

  cutOff(): void {
    run("ip", "link", "set", this.#link, "nomaster");
  }

  join(): void {
    run("ip", "link", "set", this.#link, "master", this.#bridge);
  }

  remove(): void {
    for (const words of [
      ["link", "del", this.#link],
      ["link", "del", this.#bridge],
      ["netns", "del", this.name],
    ]) {
      try {
        run("ip", ...words);
      } catch {
        // It was not made.
      }
    }
  }
}
