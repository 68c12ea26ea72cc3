import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DiskNode, nodePackages, pacmanPackages, whyNot } from "@salina/lab";
import { afterAll, beforeAll, expect, test } from "vitest";
import { installedReleases } from "../interop/releases.js";
import { states } from "./disk-bench.js";

/** The template on Arch's family: a real pacman and a repository of packages made here, on a node whose programs are Debian's. */
const missing = whyNot([...nodePackages, ...pacmanPackages], { root: true });
if (missing !== null) console.log(`SKIPPED: the template with pacman: ${missing}`);
let directory: string;
let node: DiskNode;
let bin: string;

beforeAll(async () => {
  if (missing !== null) return;
  directory = await mkdtemp(join(tmpdir(), "salina-"));
  const [found] = await installedReleases({ SALINA_TEST_RELEASES: "3006.30" });
  if (found === undefined || found.missing !== null) throw new Error(`salt 3006.30: ${found?.missing ?? "unknown"}`);
  bin = found.bin;
  const options = { directory: join(directory, "node1"), id: "node1", bin, requestPort: 1, shared: [states] };
  node = await DiskNode.make(options);
  await node.boot();
  await node.must(repository);
}, 120_000);
afterAll(async () => {
  await node?.end();
  if (directory) await rm(directory, { recursive: true, force: true });
});

const wanted = ["cronie", "logrotate", "lsof", "msmtp", "msmtp-mta", "wget"];
const repository = `set -e
mkdir -p /srv/repo /etc/arch /etc/pacman.d /var/lib/pacman /var/cache/pacman/pkg
for name in ${wanted.join(" ")}; do
  mkdir -p /tmp/package/opt && cd /tmp/package && echo "$name" >"opt/$name"
  printf 'pkgname = %s\\npkgver = 1.0-1\\npkgdesc = x\\narch = any\\nsize = 1\\n' "$name" >.PKGINFO
  tar -czf "/srv/repo/$name-1.0-1-any.pkg.tar.gz" .PKGINFO opt
  cd /; rm -r /tmp/package
done
repo-add -q /srv/repo/core.db.tar.gz /srv/repo/*.pkg.tar.gz
printf '[options]\\nArchitecture = auto\\nSigLevel = Never\\nLocalFileSigLevel = Never\\n[core]\\nInclude = /etc/pacman.d/mirrorlist\\n' >/etc/pacman.conf
echo 'Server = http://127.0.0.1:1/gone' >/etc/pacman.d/mirrorlist
printf 'id: node1\\ngrains: {os: Arch, os_family: Arch}\\nenable_fqdns_grains: false\\nenable_gpu_grains: false\\n' >/etc/arch/minion`;

interface State {
  readonly __id__: string;
  readonly result: boolean | null;
  readonly comment: string;
  readonly changes: object;
}

async function apply(pillar: object, ...words: string[]): Promise<readonly State[]> {
  const call = `${bin}/python ${bin}/salt-call -c /etc/arch --local --file-root='${states}' --out=json -l quiet`;
  const { stdout, stderr } = await node.run(
    `${call} state.apply node pillar='${JSON.stringify({ node: pillar })}' ${words.join(" ")}`,
  );
  const read = (JSON.parse(stdout || "{}") as { local?: Record<string, State> | string[] }).local;
  if (read === undefined || Array.isArray(read)) throw new Error(`${JSON.stringify(read)} ${stderr}`);
  return Object.values(read);
}

test.skipIf(missing !== null)(
  "mirrors are set before packages are installed from them; a second time there is nothing to do",
  async () => {
    const pillar = { mirrors: ["file:///srv/repo"], mail: { host: "127.0.0.1", from: "a@b", to: "c@d" } };
    const first = await apply(pillar);
    expect(first.filter(({ result }) => result !== true)).toEqual([]);
    expect((await node.must("pacman -Qq")).trim().split("\n")).toEqual(wanted);
    expect(await node.must("cat /opt/cronie")).toBe("cronie\n");

    const second = await apply(pillar);
    expect(second.filter(({ result }) => result !== true)).toEqual([]);
    expect(second.filter(({ changes }) => Object.keys(changes).length > 0).map((one) => one.__id__)).toEqual([]);
  },
  180_000,
);
