import { spawnSync } from "node:child_process";

/** Debian packages that real engines need, and a program of each by which it is known to be there. */
export const enginePackages = [
  { package: "docker.io", program: "dockerd", purpose: "the engines" },
  { package: "docker-registry", program: "docker-registry", purpose: "a registry for images" },
  { package: "iptables", program: "iptables", purpose: "the networks of the engines" },
  { package: "iproute2", program: "ip", purpose: "network namespaces" },
  { package: "busybox-static", program: "busybox", purpose: "the image that others are built from" },
  { package: "util-linux", program: "unshare", purpose: "mount, process and host name spaces" },
  { package: "openssl", program: "openssl", purpose: "sealed invitations" },
] as const;

/** Why no engines can be run here; null: they can. */
export function whyNoEngines(): string | null {
  if (process.getuid?.() !== 0) return "only root can run engines in namespaces";
  const missing = enginePackages.filter(({ program }) => !isThere(program));
  if (missing.length === 0) return null;
  return missing.map((one) => `needs package ${one.package} (${one.purpose})`).join(", ");
}

function isThere(program: string): boolean {
  return spawnSync("/bin/sh", ["-c", 'command -v "$0"', program], { stdio: "ignore" }).status === 0;
}
