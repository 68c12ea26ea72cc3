import { type FileHandle, open, readdir, readFile } from "node:fs/promises";
import { basename } from "node:path";
import { runCommand } from "../process/run-command.js";

/** Runs a command that has to go well. @returns its output */
export async function mustRun(command: string, args: readonly string[], input = ""): Promise<string> {
  const { code, stdout, stderr } = await runCommand(command, args, { input });
  if (code !== 0) throw new Error(`${command} ${args.join(" ")} ended with ${code}: ${stderr || stdout}`);
  return stdout;
}

/** A disk image as a block device. It goes with this process, whatever becomes of it. */
export class LoopDisk {
  readonly image: string;
  readonly device: string;
  readonly #handle: FileHandle;

  private constructor(image: string, device: string, handle: FileHandle) {
    this.image = image;
    this.device = device;
    this.#handle = handle;
  }

  static async attach(image: string): Promise<LoopDisk> {
    const device = (await mustRun("losetup", ["--find", "--show", image])).trim();
    const disk = new LoopDisk(image, device, await open(device, "r"));
    await disk.readPartitions();
    // Of a device that is open this means: with its last user.
    await mustRun("losetup", ["--detach", device]);
    return disk;
  }

  /** `BLKRRPART` does not work for loop devices everywhere; and a partition of the device's last image may be left. */
  async readPartitions(): Promise<void> {
    await runCommand("partx", ["--delete", this.device]);
    await runCommand("partx", ["--add", this.device]);
  }

  partition(number: number): string {
    return `${this.device}p${number}`;
  }

  /** Numbers of those that the kernel knows. */
  async partitions(): Promise<readonly number[]> {
    const name = basename(this.device);
    const entries = await readdir(`/sys/block/${name}`);
    return entries.filter((one) => one.startsWith(`${name}p`)).map((one) => Number(one.slice(name.length + 1)));
  }

  /** `major:minor` of the disk, or of a partition. */
  async number(partition?: number): Promise<string> {
    const name = basename(this.device);
    const path = partition === undefined ? name : `${name}/${name}p${partition}`;
    return (await readFile(`/sys/block/${path}/dev`, "utf8")).trim();
  }

  async detach(): Promise<void> {
    // A partition of the size before would stay otherwise.
    await runCommand("partx", ["--delete", this.device]);
    await this.#handle.close();
  }
}
