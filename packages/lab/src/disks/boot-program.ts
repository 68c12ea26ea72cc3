/**
 * Brings a machine up on a root file system, in namespaces of its own, and ends with 133 when it reboots.
 *
 * Arguments: directory of the harness, root device, `NAME=MAJ:MIN` of the disks with commas between them, card's partition, id,
 * directories of the host that it sees read-only with colons between them, then the program that runs in it.
 */
export const bootProgram = `#!/bin/sh
exec unshare --mount --uts --pid --fork --kill-child sh -eu -c '
lab=$1 device=$2 disks=$3 card=$4 id=$5 shared=$6
shift 6
root=$lab/root
mkdir -p "$root"
mount "$device" "$root"
cd "$root"
hostname "$id"
mount -t proc proc proc
cat /proc/sys/kernel/random/uuid > "$lab/boot_id"
mount --bind "$lab/boot_id" proc/sys/kernel/random/boot_id
mount --bind /sys sys
for each in dev run tmp; do mount -t tmpfs lab $each; done
mkdir -p dev/shm dev/disk/by-id run/lab/bin run/lock
mount -t tmpfs lab dev/shm
for each in null zero full random urandom tty; do touch dev/$each; mount --bind /dev/$each dev/$each; done
for each in $(echo "$disks" | tr , " "); do
  number=\${each#*=}
  mknod -m 660 "dev/\${each%%=*}" b "\${number%:*}" "\${number#*:}"
done
ln -s /proc/self/fd dev/fd
ln -s ../../sda dev/disk/by-id/ata-LAB_SSD_1
IFS=:
for each in $shared; do mkdir -p ".$each"; mount --bind -o ro "$each" ".$each"; done
unset IFS
if grep -q "^PARTUUID=[^ ]* /boot " etc/fstab; then mount "$card" boot; fi
printf "#!/bin/sh\\ntouch /run/lab/reboot\\n" > run/lab/bin/shutdown
chmod 755 run/lab/bin/shutdown
cp run/lab/bin/shutdown run/lab/bin/reboot
chroot . env PATH="/run/lab/bin:$PATH" "$@" &
while [ ! -e run/lab/reboot ] && kill -0 $!; do sleep 0.1; done
code=0
[ ! -e run/lab/reboot ] || code=133
kill -KILL -1 2>/dev/null || :
cd /
umount -R "$root" || umount -Rl "$root"
exit $code
' machine "$@"
`;
