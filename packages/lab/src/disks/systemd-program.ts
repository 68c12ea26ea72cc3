import { runCommand } from "../process/run-command.js";
import { until } from "../until.js";

/**
 * Brings a machine up on a root file system with systemd as its first process, and ends with 133 when it reboots.
 *
 * Arguments: as those of `boot-program`, but in place of a program the name of a cgroup: systemd starts what the node has enabled.
 */
export const systemdProgram = `#!/bin/sh
exec unshare --mount --uts --pid --fork --kill-child --mount-proc sh -eu -c '
lab=$1 device=$2 disks=$3 card=$4 id=$5 shared=$6 group=$7
root=$lab/root
mkdir -p "$root" "$lab/dev"
mount "$device" "$root"
cd "$root"
mount -t tmpfs lab "$lab/dev"
set --
for each in $(echo "$disks" | tr , " "); do
  name=\${each%%=*} number=\${each#*=}
  mknod -m 660 "$lab/dev/$name" b "\${number%:*}" "\${number#*:}"
  set -- "$@" "--bind=$lab/dev/$name:/dev/$name"
done
# All of /usr at once: at its end systemd unmounts everything but that. /usr/local belongs to the node.
mkdir -p usr/local "$lab/usr-local"
mount --bind usr/local "$lab/usr-local"
mount --bind -o ro /usr usr
mount --bind "$lab/usr-local" usr/local
umount "$lab/usr-local"
IFS=:
for each in $shared; do
  case $each in /usr/*) continue ;; esac
  mkdir -p ".$each"
  mount --bind -o ro "$each" ".$each"
done
unset IFS
# No udev in it tells systemd of partitions; what is mounted already is left as it is.
if grep -q "^PARTUUID=[^ ]* /boot " etc/fstab; then mount "$card" boot; fi
# It keeps files for others in /run, and its services in cgroups.
mount -t tmpfs lab /run
for each in systemd unified; do
  [ -d "/sys/fs/cgroup/$each" ] || continue
  mkdir -p "/sys/fs/cgroup/$each/$group"
  echo 0 > "/sys/fs/cgroup/$each/$group/cgroup.procs"
done
code=0
systemd-nspawn --quiet --directory=. --boot --machine="$id" --register=no --keep-unit --link-journal=no --resolv-conf=off \\
  --timezone=off --kill-signal=SIGRTMIN+3 --console=pipe "$@" </dev/null || code=$?
cd /
umount -R "$root" || umount -Rl "$root"
exit $code
' machine "$@"
`;

/** Removes the cgroups that a machine has left. Its processes may still be on their way out. */
export async function removeCgroups(group: string): Promise<void> {
  const remove = `for each in /sys/fs/cgroup/systemd/$0 /sys/fs/cgroup/unified/$0; do
    [ ! -d "$each" ] || find "$each" -depth -type d -exec rmdir {} + 2>/dev/null
    [ ! -d "$each" ] || exit 1
  done`;
  const removed = async () => (await runCommand("sh", ["-c", remove, group])).code === 0;
  await until(removed, { timeoutMs: 10_000, about: `end of cgroup ${group}`, everyMs: 50 });
}
