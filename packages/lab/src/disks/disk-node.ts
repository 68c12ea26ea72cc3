import { randomUUID } from "node:crypto";
import { access, chmod, mkdir, readdir, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { LogText } from "../process/log-text.js";
import { ProcessFamily } from "../process/process-family.js";
import { type Output, runCommand } from "../process/run-command.js";
import { until } from "../until.js";
import { namedRoot, Unbootable } from "./boot-loader.js";
import { bootProgram } from "./boot-program.js";
import { LoopDisk, mustRun } from "./loop-disk.js";
import { plantTree } from "./plant-tree.js";
import { removeCgroups, systemdProgram } from "./systemd-program.js";

export interface DiskNodeOptions {
  /** For images and everything else; removed by `end`. */
  readonly directory: string;
  readonly id: string;
  /** Directory of a virtual environment's programs; null: no minion runs on it. */
  readonly bin: string | null;
  /** Request port of the master on this machine. */
  readonly requestPort: number;
  /** More directories of the host that it sees, read-only, at their own paths. */
  readonly shared?: readonly string[];
  /** What its first process is: `systemd` starts services, of which the minion is one. Default: the minion, and no services. */
  readonly init?: "minion" | "systemd";
  readonly cardBytes?: number;
  readonly ssdBytes?: number;
}

const rebooted = 133;

/**
 * A node that boots from an SD card and has an SSD: two disk images with real partitions and file systems, a boot loader that
 * reads the card as U-Boot does, and namespaces as its machine, with a stock minion in them. Programs are the host's.
 */
export class DiskNode {
  readonly #options: DiskNodeOptions;
  readonly #log = new LogText();
  #card: LoopDisk;
  #ssd: LoopDisk;
  #family: ProcessFamily | null = null;
  #ending = false;
  readonly #group = `salina-lab-${randomUUID()}`;
  /** Boots so far. */
  boots = 0;
  /** Why it does not boot any more. */
  failure: Error | null = null;

  private constructor(options: DiskNodeOptions, card: LoopDisk, ssd: LoopDisk) {
    this.#options = options;
    this.#card = card;
    this.#ssd = ssd;
  }

  /** A node whose root is on the card; its SSD is empty. Not booted. */
  static async make(options: DiskNodeOptions): Promise<DiskNode> {
    const { directory, cardBytes = 256 * 1024 * 1024, ssdBytes = 384 * 1024 * 1024 } = options;
    await mkdir(directory, { recursive: true });
    const [card, ssd] = [join(directory, "card.img"), join(directory, "ssd.img")];
    await mustRun("truncate", ["--size", String(cardBytes), card]);
    await mustRun("truncate", ["--size", String(ssdBytes), ssd]);
    await mustRun("sfdisk", ["--quiet", "--no-reread", "--no-tell-kernel", card], "label: dos\nstart=2048,type=83\n");
    const node = new DiskNode(options, await LoopDisk.attach(card), await LoopDisk.attach(ssd));
    await writeFile(join(directory, "machine.sh"), options.init === "systemd" ? systemdProgram : bootProgram);
    await chmod(join(directory, "machine.sh"), 0o755);
    await plantTree(join(directory, "plant"), node.#card.partition(1), options);
    return node;
  }

  get log(): string {
    return this.#log.text;
  }

  get id(): string {
    return this.#options.id;
  }

  get ssd(): LoopDisk {
    return this.#ssd;
  }

  get isUp(): boolean {
    return this.#family !== null;
  }

  /** Which disk the next boot takes its root from. @throws Unbootable */
  async nextRoot(): Promise<"card" | "ssd"> {
    const root = await namedRoot(this.#card);
    // biome-ignore lint/suspicious/noTemplateCurlyInString: so it stands in boot scripts.
    if (root === "PARTUUID=${uuid}" || root === "/dev/mmcblk0p1") return "card";
    const uuid = (await runCommand("sfdisk", ["--part-uuid", this.#ssd.device, "1"])).stdout.trim().toLowerCase();
    if (root === "/dev/sda1" || (uuid !== "" && root === `PARTUUID=${uuid}`)) return "ssd";
    throw new Unbootable(`no disk has ${root}`);
  }

  /** Turns it on; it boots again by itself when it reboots. @throws Unbootable */
  async boot(): Promise<void> {
    const { directory, id, bin } = this.#options;
    const from = await this.nextRoot();
    const disk = from === "card" ? this.#card : this.#ssd;
    await this.#ssd.readPartitions();
    const { shared: more = [] } = this.#options;
    const shared = [...(await systemDirectories()), ...(bin === null ? [] : await pythonDirectories(bin)), ...more];
    const begun = this.boots;
    this.boots += 1;
    this.#log.reopen();
    this.#family = new ProcessFamily({
      command: join(directory, "machine.sh"),
      args: [
        directory,
        disk.partition(1),
        await this.#disks(),
        this.#card.partition(1),
        id,
        shared.join(":"),
        ...this.#program(),
      ],
      onOutput: (chunk) => this.#log.append(chunk),
      onEnd: (how) => void this.#ended(how, begun),
    });
    await until(async () => (await this.#inside()) !== null, {
      timeoutMs: 20_000,
      about: `${id} to come up`,
      everyMs: 50,
    });
  }

  #program(): string[] {
    const { bin, init } = this.#options;
    if (init === "systemd") return [this.#group];
    return bin === null ? ["sleep", "infinity"] : [join(bin, "python"), join(bin, "salt-minion"), "-l", "info"];
  }

  /** Runs a command in it. */
  async run(command: string): Promise<Output> {
    const inside = await this.#inside();
    if (inside === null) throw new Error(`${this.id} is not up`);
    const target = ["--target", String(inside), "--mount", "--uts", "--ipc", "--pid", "--root", "--wd"];
    return await runCommand("nsenter", [...target, "sh", "-c", command]);
  }

  /** Something that has to go well. @returns its output */
  async must(command: string): Promise<string> {
    const { code, stdout, stderr } = await this.run(command);
    if (code !== 0) throw new Error(`${this.id}: ${command} ended with ${code}: ${stderr}`);
    return stdout;
  }

  /**
   * Its power fails: what its file systems have not written by now is lost, and it is off.
   * Images are copied before its processes end, since their end writes what is left.
   */
  async cutPower(): Promise<void> {
    await this.#family?.signalAll("SIGSTOP");
    const images = [this.#card.image, this.#ssd.image];
    for (const image of images) await copyOfOneMoment(image, `${image}.cut`);
    await this.#off();
    await this.#card.detach();
    await this.#ssd.detach();
    for (const image of images) await mustRun("mv", [`${image}.cut`, image]);
    this.#card = await LoopDisk.attach(images[0] ?? "");
    this.#ssd = await LoopDisk.attach(images[1] ?? "");
  }

  /** Copies both images as they stand on the disks at this moment. */
  async snapshot(directory: string): Promise<void> {
    await mkdir(directory, { recursive: true });
    for (const disk of [this.#card, this.#ssd])
      await mustRun("cp", [
        "--sparse=always",
        disk.image,
        join(directory, disk === this.#card ? "card.img" : "ssd.img"),
      ]);
  }

  /** Takes images of before in place of its own. It has to be off. */
  async restore(directory: string): Promise<void> {
    for (const disk of [this.#card, this.#ssd]) {
      await disk.detach();
      const image = join(directory, disk === this.#card ? "card.img" : "ssd.img");
      await mustRun("cp", ["--sparse=always", image, disk.image]);
    }
    this.#card = await LoopDisk.attach(this.#card.image);
    this.#ssd = await LoopDisk.attach(this.#ssd.image);
  }

  /** Ends it as a shutdown does. */
  async off(): Promise<void> {
    if (this.#family !== null) await this.run("sync");
    await this.#off();
  }

  async end(): Promise<void> {
    await this.#off();
    await this.#card.detach();
    await this.#ssd.detach();
    await rm(this.#options.directory, { recursive: true, force: true });
  }

  async #off(): Promise<void> {
    this.#ending = true;
    const family = this.#family;
    this.#family = null;
    await family?.kill();
    if (this.#options.init === "systemd") await removeCgroups(this.#group);
    const devices = [this.#card.partition(1), this.#ssd.partition(1)];
    const mounted = async () => {
      const all = await readFile("/proc/self/mountinfo", "utf8");
      return devices.some((device) => all.includes(` ${device} `));
    };
    await until(async () => !(await mounted()), {
      timeoutMs: 10_000,
      about: `disks of ${this.id} to be free`,
      everyMs: 50,
    });
    this.#ending = false;
  }

  async #ended(how: string, boot: number): Promise<void> {
    if (this.#ending || this.boots !== boot + 1) return;
    this.#family = null;
    if (!how.endsWith(`code ${rebooted}`)) {
      this.failure = new Error(`${this.id} ${how}`);
      return;
    }
    await this.boot().catch((error: unknown) => {
      this.failure = error instanceof Error ? error : new Error(String(error));
    });
  }

  async #disks(): Promise<string> {
    const disks = [
      ["mmcblk0", await this.#card.number()],
      ["mmcblk0p1", await this.#card.number(1)],
      ["sda", await this.#ssd.number()],
    ];
    for (const each of await this.#ssd.partitions()) disks.push([`sda${each}`, await this.#ssd.number(each)]);
    return disks.map(([name, number]) => `${name}=${number}`).join(",");
  }

  /** Process id of the first process in it; null: it is not up. */
  async #inside(): Promise<number | null> {
    const children = async (pid: number) =>
      (await readFile(`/proc/${pid}/task/${pid}/children`, "utf8").catch(() => ""))
        .trim()
        .split(" ")
        .filter(Boolean)
        .map(Number);
    if (this.#family === null) return null;
    // The machine's first process, and below it what runs under the new root.
    const [first] = await children(this.#family.pid);
    const [program] = first === undefined ? [] : await children(first);
    if (program === undefined) return null;
    if (this.#options.init === "systemd") return await systemdOf(await children(program));
    const root = await realpath(`/proc/${program}/root`).catch(() => "/");
    return root.endsWith("/root") ? program : null;
  }
}

/** Of the children of systemd-nspawn the one that has become systemd, and listens. */
async function systemdOf(children: readonly number[]): Promise<number | null> {
  for (const pid of children) {
    const name = await readFile(`/proc/${pid}/comm`, "utf8").catch(() => "");
    if (name.trim() !== "systemd") continue;
    const listens = await access(`/proc/${pid}/root/run/systemd/private`).catch((error: Error) => error);
    if (listens === undefined) return pid;
  }
  return null;
}

/**
 * A disk as it was at one moment: a call that is under way, and the kernel's own writing, may go on while it is copied, and a copy of
 * which one part is older than the other is nothing that a power cut leaves.
 */
async function copyOfOneMoment(image: string, copy: string): Promise<void> {
  for (let turn = 0; turn < 50; turn++) {
    await mustRun("cp", ["--sparse=always", image, copy]);
    const { code } = await runCommand("cmp", ["--silent", image, copy]);
    if (code === 0) return;
  }
  throw new Error(`${image} does not come to rest`);
}

/** The host's programs; `/usr/local` is the node's own. */
async function systemDirectories(): Promise<string[]> {
  const entries = await readdir("/usr", { withFileTypes: true });
  return entries.filter((one) => one.isDirectory() && one.name !== "local").map(({ name }) => `/usr/${name}`);
}

/** The environment, and the Python that it belongs to where that is no part of the system. */
async function pythonDirectories(bin: string): Promise<string[]> {
  const python = await realpath(join(bin, "python"));
  const environment = await realpath(dirname(bin));
  return [
    dirname(bin),
    ...(environment === dirname(bin) ? [] : [environment]),
    ...(python.startsWith("/usr/") ? [] : [dirname(dirname(python))]),
  ];
}
