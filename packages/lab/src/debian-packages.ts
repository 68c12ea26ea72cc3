import { spawnSync } from "node:child_process";

/** A Debian package that a part of the lab needs, and a program of it by which it is known to be there. */
export interface NeededPackage {
  readonly package: string;
  readonly program: string;
  readonly purpose: string;
}

/** What nodes with disks need (`disks/`). */
export const diskPackages: readonly NeededPackage[] = [
  { package: "util-linux", program: "unshare", purpose: "name spaces as machines" },
  { package: "mount", program: "losetup", purpose: "images as disks" },
  { package: "fdisk", program: "sfdisk", purpose: "partitions" },
  { package: "e2fsprogs", program: "debugfs", purpose: "file systems" },
  { package: "rsync", program: "rsync", purpose: "copies of a root file system" },
  { package: "u-boot-tools", program: "mkimage", purpose: "boot scripts" },
  { package: "attr", program: "setfattr", purpose: "files that are hard to copy" },
  { package: "acl", program: "setfacl", purpose: "files that are hard to copy" },
  { package: "libcap2-bin", program: "setcap", purpose: "files that are hard to copy" },
];

/** What the states of a node set up: they are there already, since a node's programs are the host's. */
export const nodePackages: readonly NeededPackage[] = [
  ...diskPackages,
  { package: "cron", program: "crontab", purpose: "the node's cron" },
  { package: "logrotate", program: "logrotate", purpose: "the node's logs" },
  { package: "lsof", program: "lsof", purpose: "a tool of the node" },
  { package: "wget", program: "wget", purpose: "a tool of the node" },
  { package: "msmtp", program: "msmtp", purpose: "the node's mail" },
  { package: "msmtp-mta", program: "sendmail", purpose: "the node's mail" },
  { package: "sudo", program: "visudo", purpose: "the node's users" },
  { package: "udev", program: "udevadm", purpose: "rules of the node" },
  { package: "hdparm", program: "hdparm", purpose: "measures of its disk" },
];

/** What nodes that systemd boots need besides (`disks/`). */
export const systemdPackages: readonly NeededPackage[] = [
  { package: "systemd-container", program: "systemd-nspawn", purpose: "machines for systemd" },
  { package: "systemd", program: "/lib/systemd/systemd", purpose: "what boots them" },
  { package: "dbus", program: "dbus-daemon", purpose: "what systemd is asked over" },
];

/** What a node of Arch's family needs. */
export const pacmanPackages: readonly NeededPackage[] = [
  { package: "pacman-package-manager", program: "pacman", purpose: "packages as Arch has them" },
  { package: "makepkg", program: "repo-add", purpose: "a repository of such packages" },
  { package: "libarchive-tools", program: "bsdtar", purpose: "a repository of such packages" },
];

/** What Docker engines in name spaces need (`docker/`). */
export const enginePackages: readonly NeededPackage[] = [
  { package: "docker.io", program: "dockerd", purpose: "the engines" },
  { package: "docker-registry", program: "docker-registry", purpose: "a registry for images" },
  { package: "iptables", program: "iptables", purpose: "the networks of the engines" },
  { package: "iproute2", program: "ip", purpose: "network namespaces" },
  { package: "busybox-static", program: "busybox", purpose: "the image that others are built from" },
  { package: "util-linux", program: "unshare", purpose: "mount, process and host name spaces" },
  { package: "openssl", program: "openssl", purpose: "sealed invitations" },
];

/** What a drive of the network needs (`drive/`). */
export const backupPackages: readonly NeededPackage[] = [
  { package: "sshfs", program: "sshfs", purpose: "a drive of another machine" },
  { package: "openssh-sftp-server", program: "/usr/lib/openssh/sftp-server", purpose: "a drive of another machine" },
];

/** What a database needs (`database/`). */
export const databasePackages: readonly NeededPackage[] = [
  { package: "mariadb-server", program: "mariadbd", purpose: "a real database" },
];

/** What scripts of the bundled states are checked with. */
export const scriptPackages: readonly NeededPackage[] = [
  { package: "shellcheck", program: "shellcheck", purpose: "checks of shell scripts" },
  { package: "dash", program: "dash", purpose: "a shell that knows no more than POSIX" },
  { package: "busybox-static", program: "busybox", purpose: "small tools" },
];

/** All that `npm test` uses where it is there. */
export const labPackages: readonly NeededPackage[] = [
  ...nodePackages,
  ...systemdPackages,
  ...pacmanPackages,
  ...enginePackages,
  ...backupPackages,
  ...databasePackages,
  ...scriptPackages,
];

/** Why tests that need these cannot run here; null: they can. */
export function whyNot(needed: readonly NeededPackage[], { root }: { readonly root: boolean }): string | null {
  if (root && process.getuid?.() !== 0) return "needs root";
  const missing = needed.filter(({ program }) => !isThere(program));
  if (missing.length === 0) return null;
  return missing.map((one) => `needs package ${one.package} (${one.purpose})`).join(", ");
}

export function isThere(program: string): boolean {
  const env = { ...process.env, PATH: `${process.env["PATH"] ?? ""}:/usr/sbin:/sbin` };
  return spawnSync("/bin/sh", ["-c", 'command -v "$0"', program], { stdio: "ignore", env }).status === 0;
}
