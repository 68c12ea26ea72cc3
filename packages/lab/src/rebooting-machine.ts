import { chmod, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

export interface RebootingMachine {
  /** Goes before a program: it becomes what the machine runs. */
  readonly wrap: readonly string[];
  /** First in the program's `PATH`: its `shutdown` reboots this machine and no other. */
  readonly bin: string;
}

/**
 * A machine that can be rebooted, as far as a program sees: process and mount namespaces of its own, and a boot id that is
 * another one after each reboot. All its processes end at once, and the program is started again.
 *
 * @param directory for its files
 * @param runtime directories that are empty after a boot
 */
export async function rebootingMachine(directory: string, runtime: readonly string[]): Promise<RebootingMachine> {
  const bin = join(directory, "bin");
  await mkdir(bin, { recursive: true });
  const reboot = join(directory, "reboot");
  const program = async (path: string, text: string) => {
    await writeFile(path, text);
    await chmod(path, 0o755);
  };
  await program(join(bin, "shutdown"), `#!/bin/sh\ntouch '${reboot}'\n`);
  const machine = join(directory, "machine.sh");
  await program(machine, machineProgram(directory, runtime));
  return { wrap: [machine], bin };
}

const machineProgram = (directory: string, runtime: readonly string[]) => `#!/bin/sh
while :; do
  rm -f '${directory}/reboot'
  cat /proc/sys/kernel/random/uuid > '${directory}/boot_id'
  for each in ${runtime.map((path) => `'${path}'`).join(" ")}; do rm -rf "$each"; mkdir -p -m 700 "$each"; done
  unshare --mount --pid --fork --mount-proc --kill-child sh -c '
    mount --bind "$0/boot_id" /proc/sys/kernel/random/boot_id || exit 1
    "$@" &
    while [ ! -e "$0/reboot" ] && kill -0 $!; do sleep 0.2; done
  ' '${directory}' "$@"
  [ -e '${directory}/reboot' ] || exit
  echo "the machine reboots"
  sleep 2
done
`;
