import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { LogText } from "../process/log-text.js";
import { ProcessFamily } from "../process/process-family.js";
import { runCommand } from "../process/run-command.js";
import { until } from "../until.js";

/**
 * A drive that another machine has: a directory behind a file server (SFTP), mounted over a connection that can be cut.
 * Kernels without NFS have this one, too.
 */
export class RemoteDrive {
  readonly #at: string;
  readonly #log = new LogText();
  readonly #family: ProcessFamily;

  private constructor(at: string, family: ProcessFamily) {
    this.#at = at;
    this.#family = family;
  }

  /** @param directory what the server shares @param at where it is mounted @param scratch for its own files */
  static async mount(directory: string, at: string, scratch: string): Promise<RemoteDrive> {
    await mkdir(scratch, { recursive: true });
    await writeFile(join(scratch, "drive.sh"), program);
    const log = new LogText();
    const family = new ProcessFamily({
      command: "sh",
      args: [join(scratch, "drive.sh"), directory, at, scratch],
      onOutput: (chunk) => log.append(chunk),
      onEnd: (how) => log.close(`the drive ${how}`),
    });
    const drive = new RemoteDrive(at, family);
    const mounted = async () => {
      if (!family.isRunning) throw new Error(`the drive: ${log.text}`);
      return (await runCommand("mountpoint", ["-q", at])).code === 0;
    };
    await until(mounted, { timeoutMs: 20_000, about: `a drive at ${at}` });
    return drive;
  }

  /** The connection breaks: it stays mounted, and every use of it fails. */
  async cut(): Promise<void> {
    await this.#family.kill();
  }

  async end(): Promise<void> {
    await runCommand("umount", ["-l", this.#at]);
    await this.#family.kill();
    this.#log.close("the drive is unmounted");
  }
}

const program = `
mkfifo "$3/to" "$3/from"
/usr/lib/openssh/sftp-server -d "$1" <"$3/to" >"$3/from" &
exec sshfs -f -o passive -o auto_unmount -o dir_cache=no "lab:$1" "$2" >"$3/to" <"$3/from"
`;
