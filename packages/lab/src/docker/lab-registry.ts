import { mkdir, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { join } from "node:path";
import { freePorts } from "../free-ports.js";
import { LogText } from "../process/log-text.js";
import { ProcessFamily } from "../process/process-family.js";
import { until } from "../until.js";

/** A real registry for images, of Debian's `docker-registry`. */
export class LabRegistry {
  /** Host and port, as images are named by. */
  readonly name: string;
  readonly #family: ProcessFamily;

  private constructor(name: string, family: ProcessFamily) {
    this.name = name;
    this.#family = family;
  }

  static async start(address: string, directory: string): Promise<LabRegistry> {
    const [port = 0] = await freePorts(1);
    const name = `${address}:${port}`;
    await mkdir(directory, { recursive: true });
    const file = join(directory, "registry.json");
    const storage = { filesystem: { rootdirectory: join(directory, "images") }, delete: { enabled: true } };
    await writeFile(file, JSON.stringify({ version: 0.1, storage, http: { addr: name } }));
    const log = new LogText();
    const family = new ProcessFamily({
      command: "docker-registry",
      args: ["serve", file],
      onOutput: (chunk) => log.append(chunk),
      onEnd: (how) => log.close(`the registry ${how}`),
    });
    await until(
      () => {
        if (!family.isRunning) throw new Error(`the registry has ended: ${log.text}`);
        return accepts(address, port);
      },
      { timeoutMs: 20_000, about: `registry at ${name}` },
    );
    return new LabRegistry(name, family);
  }

  /** @returns the names of its images @throws when it does not answer */
  async images(): Promise<readonly string[]> {
    const { repositories } = (await this.#get("_catalog")) as { repositories: string[] };
    return repositories;
  }

  async tags(image: string): Promise<readonly string[]> {
    const { tags } = (await this.#get(`${image}/tags/list`)) as { tags: string[] | null };
    return tags ?? [];
  }

  stop(): Promise<void> {
    return this.#family.kill();
  }

  async #get(path: string): Promise<unknown> {
    const answer = await fetch(`http://${this.name}/v2/${path}`);
    return answer.json();
  }
}

function accepts(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, host);
    const end = (is: boolean) => {
      socket.destroy();
      resolve(is);
    };
    socket.once("connect", () => end(true));
    socket.once("error", () => end(false));
  });
}
