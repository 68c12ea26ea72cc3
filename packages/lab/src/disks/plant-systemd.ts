import { mkdir, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** Lets a planted root be booted by systemd, with a journal and the minion as its services, and nothing else of this machine's. */
export async function plantSystemd(root: string, bin: string | null): Promise<void> {
  for (const name of ["systemd/system", "systemd/user", "init.d", "rc0.d", "rc1.d", "rc2.d", "rc3.d", "rc4.d", "rc5.d"])
    await rm(join(root, "etc", name), { recursive: true, force: true });
  for (const name of ["rc6.d", "rcS.d", "modules-load.d", "sysctl.d"])
    await rm(join(root, "etc", name), { recursive: true, force: true });
  const units = join(root, "etc/systemd/system");
  await mkdir(join(units, "multi-user.target.wants"), { recursive: true });
  // They are for a machine's own devices and network: it shares those of this machine, and has no udev that finds partitions.
  for (const unit of [
    "systemd-remount-fs",
    "systemd-networkd",
    "systemd-resolved",
    "systemd-timesyncd",
    "systemd-logind",
    "e2scrub_reap",
  ])
    await symlink("/dev/null", join(units, `${unit}.service`));
  if (bin === null) return;
  await writeFile(join(units, "salt-minion.service"), minionUnit(bin));
  await symlink("../salt-minion.service", join(units, "multi-user.target.wants/salt-minion.service"));
}

// As in Salt's own package.
const minionUnit = (bin: string) => `[Unit]
Description=The Salt Minion
After=network.target

[Service]
KillMode=process
Type=notify
NotifyAccess=all
LimitNOFILE=8192
ExecStart=${join(bin, "python")} ${join(bin, "salt-minion")}

[Install]
WantedBy=multi-user.target
`;
