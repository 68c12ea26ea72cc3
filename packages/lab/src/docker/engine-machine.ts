import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { LogText } from "../process/log-text.js";
import { ProcessFamily } from "../process/process-family.js";
import { type Output, type RunOptions, runCommand } from "../process/run-command.js";
import { until } from "../until.js";
import type { LabPlace } from "./lab-network.js";

/**
 * A machine with a Docker engine of its own, as far as programs in it see: host name, network, processes, `/etc`, `/run`,
 * `/var/lib` and the `docker` service, which is Debian's own init script. Files stay over `powerOff`.
 */
export class EngineMachine {
  readonly place: LabPlace;
  readonly directory: string;
  readonly #mark: string;
  #family: ProcessFamily | null = null;
  /** Process id of the machine's first process. */
  #first = 0;

  constructor(place: LabPlace, mark: string, directory: string) {
    this.place = place;
    this.directory = directory;
    this.#mark = mark;
  }

  async powerOn(): Promise<void> {
    for (const name of ["etc", "lib/docker", "work-etc", "work-lib", "sbin", "log", "cgroup"])
      await mkdir(join(this.directory, name), { recursive: true });
    const log = new LogText();
    const { namespace, name } = this.place;
    const family = new ProcessFamily({
      command: "nsenter",
      args: [
        ...[`--net=/run/netns/${namespace}`, "unshare", "--mount", "--uts", "--pid", "--fork", "--kill-child"],
        ...["--mount-proc", "--propagation", "slave", "/bin/sh", "-ec", machineProgram, "machine"],
        ...[this.directory, name, this.#mark],
      ],
      onOutput: (chunk) => log.append(chunk),
      onEnd: (how) => log.close(`${name} ${how}`),
    });
    this.#family = family;
    await log.waitFor(/the machine is up/, 20_000);
    const children = await runCommand("pgrep", ["-P", String(family.pid)]);
    this.#first = Number(children.stdout.trim());
  }

  /** All its processes end at once, containers too, as when it loses power. */
  async powerOff(): Promise<void> {
    await this.#family?.kill();
    this.#family = null;
  }

  get isOn(): boolean {
    return this.#family !== null;
  }

  /** Goes before a program that is to run in the machine. */
  get enter(): readonly string[] {
    return ["nsenter", "--target", String(this.#first), "--all", "--"];
  }

  run(command: string, args: readonly string[], options: RunOptions = {}): Promise<Output> {
    const [program = "", ...words] = [...this.enter, command, ...args];
    return runCommand(program, words, options);
  }

  /** @returns what it wrote @throws when it fails */
  async docker(...args: readonly string[]): Promise<string> {
    const { stdout, stderr, code } = await this.run("docker", args);
    if (code !== 0) throw new Error(`docker ${args.join(" ")} on ${this.place.name}: ${stderr}${stdout}`);
    return stdout.trim();
  }

  async startEngine(): Promise<void> {
    await this.run("service", ["docker", "start"]);
    await until(async () => (await this.run("docker", ["info"])).code === 0, {
      timeoutMs: 60_000,
      about: `engine of ${this.place.name}`,
      everyMs: 200,
    });
  }

  /** Kills the engine alone; containers go on. */
  async killEngine(): Promise<void> {
    await this.run("pkill", ["-KILL", "-x", "dockerd"]);
  }
}

// The shell stays as the first process, and so takes in those whose parents have ended.
const machineProgram = `
hostname "$2"
mount --rbind /sys/fs/cgroup "$1/cgroup"
mount -t sysfs sysfs /sys
mount --rbind "$1/cgroup" /sys/fs/cgroup
umount -l "$1/cgroup"
mount -t tmpfs -o mode=755 tmpfs /run
mkdir /run/lock
mount -t overlay overlay -o "lowerdir=/etc,upperdir=$1/etc,workdir=$1/work-etc" /etc
mount -t overlay overlay -o "lowerdir=/var/lib,upperdir=$1/lib,workdir=$1/work-lib" /var/lib
mount --bind "$1/lib/docker" /var/lib/docker
mount --bind "$1/sbin" /usr/local/sbin
mount --bind "$1/log" /var/log
rm -f /etc/resolv.conf
echo 'nameserver 127.0.0.1' >/etc/resolv.conf
# Limits need a capability that not every root has, and cgroups are mounted.
sed -i 's/^\\([[:space:]]*\\)\\(ulimit \\|cgroupfs_mount$\\)/\\1: \\2/' /etc/init.d/docker
echo "DOCKER_OPTS='--cgroup-parent /$3'" >/etc/default/docker
sysctl -qw net.ipv4.ip_forward=1
echo "the machine is up"
sleep infinity &
wait
`;
