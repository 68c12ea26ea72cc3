import { chmod, cp, mkdir, rm, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { saltConfig } from "../salt-config.js";
import type { DiskNodeOptions } from "./disk-node.js";
import { mustRun } from "./loop-disk.js";
import { plantSystemd } from "./plant-systemd.js";

// biome-ignore-start lint/suspicious/noTemplateCurlyInString: variables of U-Boot.
const bootScript = `# After changing this, run ./mkscr
part uuid \${devtype} \${devnum}:\${bootpart} uuid
setenv bootargs "console=tty1 console=ttySAC2,115200n8 root=PARTUUID=\${uuid} rw rootwait"
if load \${devtype} \${devnum}:\${bootpart} \${kernel_addr_r} /boot/zImage; then
  if load \${devtype} \${devnum}:\${bootpart} \${fdt_addr_r} /boot/dtbs/\${fdtfile}; then
    if load \${devtype} \${devnum}:\${bootpart} \${ramdisk_addr_r} /boot/initramfs-linux.img; then
      bootz \${kernel_addr_r} \${ramdisk_addr_r}:\${filesize} \${fdt_addr_r};
    fi;
  fi;
fi
`;
// biome-ignore-end lint/suspicious/noTemplateCurlyInString: variables of U-Boot.

/**
 * A root file system on a partition: the host's configuration and package database, boot files as Arch Linux ARM has them for
 * an ODROID, a minion's configuration, and files that are hard to copy. `/usr` is the host's, and is mounted at each boot.
 */
export async function plantTree(
  root: string,
  partition: string,
  options: Pick<DiskNodeOptions, "id" | "requestPort" | "init" | "bin">,
): Promise<void> {
  const { id, requestPort, init, bin } = options;
  await mustRun("mkfs.ext4", ["-q", "-F", "-O", "^metadata_csum_seed,^orphan_file", partition]);
  await mkdir(root, { recursive: true });
  await mustRun("mount", [partition, root]);
  try {
    await plant(root, id, requestPort);
    if (init === "systemd") await plantSystemd(root, bin);
  } finally {
    await mustRun("umount", [root]);
  }
}

async function plant(root: string, id: string, requestPort: number): Promise<void> {
  const put = async (path: string, text: string) => {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  };
  for (const name of [
    "boot",
    "dev",
    "home",
    "mnt",
    "opt",
    "proc",
    "root",
    "run",
    "srv",
    "sys",
    "tmp",
    "usr",
    "var/log",
    "var/cache",
    "var/spool/cron/crontabs",
  ])
    await mkdir(join(root, name), { recursive: true });
  // Hidden by the host's while the node runs.
  await put("usr/sbin/init", "");
  for (const name of ["bin", "sbin", "lib", "lib64"]) await symlink(`usr/${name}`, join(root, name));
  await cp("/etc", join(root, "etc"), { recursive: true, filter: (path) => !path.startsWith("/etc/salt") });
  await mkdir(join(root, "var/lib/dpkg/info"), { recursive: true });
  await mkdir(join(root, "var/lib/dpkg/updates"), { recursive: true });
  await cp("/var/lib/dpkg/status", join(root, "var/lib/dpkg/status"));
  await put("etc/machine-id", `${Buffer.from(id).toString("hex").padEnd(32, "0").slice(0, 32)}\n`);
  await put("etc/hostname", `${id}\n`);
  await put("etc/fstab", "# <file system> <dir> <type> <options> <dump> <pass>\n");
  await put(
    "etc/salt/minion",
    saltConfig({
      id,
      master: "127.0.0.1",
      master_port: requestPort,
      acceptance_wait_time: 1,
      random_reauth_delay: 0,
      recon_default: 100,
      recon_max: 1000,
      enable_fqdns_grains: false,
      enable_gpu_grains: false,
    }),
  );
  await put("boot/boot.txt", bootScript);
  for (const name of ["zImage", "initramfs-linux.img", "dtbs/exynos5422-odroidhc1.dtb"])
    await put(`boot/${name}`, `${name}\n`);
  await put(
    "boot/mkscr",
    "#!/bin/sh\nmkimage -A arm -O linux -T script -C none -n 'U-Boot boot script' -d boot.txt boot.scr\n",
  );
  await chmod(join(root, "boot/mkscr"), 0o755);
  await mustRun("mkimage", [
    ...["-A", "arm", "-O", "linux", "-T", "script", "-C", "none", "-n", "U-Boot boot script"],
    ...["-d", join(root, "boot/boot.txt"), join(root, "boot/boot.scr")],
  ]);
  await mustRun("sh", ["-ec", hardToCopy, "sh", join(root, "srv/special")]);
  await rm(join(root, "lost+found"), { recursive: true, force: true });
}

/** Links, holes, attributes, rights, odd names and owners. */
const hardToCopy = `
mkdir -p "$1"; cd "$1"
echo text > one; ln one two; ln -s one three; chown -h 12345:54321 three
truncate -s 20M sparse; echo end >> sparse
setfattr -n user.lab -v value one; setfacl -m u:1000:r one
cp /usr/bin/true capable; setcap cap_net_raw+ep capable
mkfifo pipe; mkdir 'odd
name'; echo in > 'odd
name/ file '
chmod 4755 capable; touch -d '2001-02-03 04:05:06' one
`;
