import { randomBytes } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type SalinaMaster, startSalinaMaster } from "../salina-master.js";
import { type StockMinion, startMinion } from "../stock-minion.js";
import { until } from "../until.js";
import { freePort } from "./free-port.js";

const ids = ["node1.local.lan", "node2.local.lan", "node3.local.lan", "node4.local.lan"];
const host = "127.0.0.1";
const target = "node[1-4].local.lan";
const command = "cat /etc/hostname";

type DemoMaster = SalinaMaster & { readonly restUrl: string; readonly token: string };

export interface DemoOptions {
  /** Root of the checkout: its `node_modules/.bin` has the commands, its `var` takes the data. */
  readonly root: string;
  /** Directory of a virtual environment's programs: has `salt-minion`. */
  readonly saltBin: string;
  readonly saltRelease: string;
  readonly say: (line: string) => void;
}

/**
 * A master and four stock minions on this machine: accepts their keys by fingerprint and runs the first command that users
 * run, over the command line and over REST.
 */
export class Demo {
  readonly #options: DemoOptions;
  readonly #started: { stop(): Promise<void> }[] = [];

  constructor(options: DemoOptions) {
    this.#options = options;
  }

  /** Leaves everything running. @throws with the reason when anything does not come out as it should */
  async run(): Promise<void> {
    const { root, saltBin, saltRelease, say } = this.#options;
    const data = join(root, "var", "demo");
    const master = await startMaster(root, data, say);
    this.#started.push(master);
    say(`master ready: minions on ${host}:${master.publishPort} and ${master.requestPort}, REST on ${master.restUrl}`);

    say(`starting four stock salt-minions ${saltRelease}`);
    const minions: StockMinion[] = [];
    for (const id of ids) {
      const minion = await startMinion({
        bin: saltBin,
        id,
        master: host,
        publishPort: master.publishPort,
        requestPort: master.requestPort,
        root: join(data, "minions", id),
      });
      this.#started.push(minion);
      minions.push(minion);
    }
    await acceptByFingerprint(master, minions, say);
    await Promise.all(minions.map((minion) => minion.waitForLog(/Minion is ready to receive requests/, 60_000)));
    await runCommand(master, say);
    await overRest(master, say);
  }

  /** Ends every process that the demo has started, minions first. */
  async stop(): Promise<void> {
    const [master, ...minions] = this.#started.splice(0);
    await Promise.all(minions.map((minion) => minion.stop()));
    await master?.stop();
  }
}

async function startMaster(root: string, data: string, say: (line: string) => void): Promise<DemoMaster> {
  await mkdir(data, { recursive: true, mode: 0o700 });
  const publishPort = await freePort(4505, host, say);
  const requestPort = await freePort(4506, host, say);
  const restPort = await freePort(8000, host, say);
  const token = await demoToken(data);
  const master = await startSalinaMaster({
    checkout: root,
    root: data,
    publishPort,
    requestPort,
    own: { rest: { host, port: restPort, tokens: [{ name: "demo", token }] } },
  });
  return { ...master, restUrl: `http://${host}:${restPort}`, token };
}

/** The same from start to start, so that a copied `curl` line goes on working. */
async function demoToken(directory: string): Promise<string> {
  const file = join(directory, "rest-token");
  const known = await readFile(file, "utf8").catch(() => "");
  if (known) return known;
  const token = randomBytes(32).toString("hex");
  await writeFile(file, token, { mode: 0o600 });
  return token;
}

/** Accepts a key only where the master has the fingerprint that the minion itself tells. */
async function acceptByFingerprint(
  master: DemoMaster,
  minions: readonly StockMinion[],
  say: (line: string) => void,
): Promise<void> {
  say("comparing fingerprints: what the minion has, and what the master was sent");
  for (const minion of minions) {
    const own = await minion.fingerprint();
    const sent = await keyAtMaster(master, minion.id);
    say(
      `  ${minion.id}  ${own.slice(0, 23)}…  ${sent.fingerprint.slice(0, 23)}…  ${own === sent.fingerprint ? "equal" : "DIFFERENT"}`,
    );
    if (own !== sent.fingerprint) throw new Error(`the key of ${minion.id} at the master is not the minion's own`);
    if (sent.state !== "accepted") await master.saltKey(["-y", "-a", minion.id]);
  }
}

/** Waits until the minion has shown its key. */
function keyAtMaster(master: DemoMaster, id: string): Promise<{ state: "accepted" | "pending"; fingerprint: string }> {
  const find = async () => {
    const { stdout, stderr, code } = await master.saltKey(["--finger-all", "--out=json"]);
    if (code !== 0) throw new Error(`salt-key: ${stderr}`);
    const { minions: accepted, minions_pre: pending } = JSON.parse(stdout) as Record<string, Record<string, string>>;
    if (accepted?.[id]) return { state: "accepted" as const, fingerprint: accepted[id] };
    return pending?.[id] ? { state: "pending" as const, fingerprint: pending[id] } : null;
  };
  return until(find, { timeoutMs: 60_000, about: `key of ${id} at the master`, everyMs: 200 });
}

async function runCommand(master: DemoMaster, say: (line: string) => void): Promise<void> {
  say(`$ salt -E "${target}" cmd.run '${command}'`);
  const { stdout, stderr, code } = await master.salt(["-E", target, "cmd.run", command]);
  process.stdout.write(stdout);
  process.stderr.write(stderr);
  const silent = ids.filter((id) => !new RegExp(`^${id.replaceAll(".", "\\.")}:\n    \\S`, "m").test(stdout));
  if (code !== 0 || silent.length > 0)
    throw new Error(`salt ended with ${code}; without an answer: ${silent.join(", ") || "none"}`);
}

async function overRest(master: DemoMaster, say: (line: string) => void): Promise<void> {
  const body = JSON.stringify({ target, targetType: "pcre", function: "cmd.run", args: [command] });
  say("the same over REST, to copy:");
  process.stdout.write(
    [
      `curl -sS ${master.restUrl}/v1/jobs \\`,
      `  -H 'Authorization: Bearer ${master.token}' \\`,
      "  -H 'Content-Type: application/json' -H 'Prefer: wait=30' \\",
      `  -d '${body.replaceAll("'", "'\\''")}'`,
      "",
    ].join("\n"),
  );
  const response = await fetch(`${master.restUrl}/v1/jobs`, {
    method: "POST",
    headers: { authorization: `Bearer ${master.token}`, "content-type": "application/json", prefer: "wait=30" },
    body,
  });
  const text = await response.text();
  process.stdout.write(`${JSON.stringify(JSON.parse(text), null, 2)}\n`);
  if (response.status !== 200) throw new Error(`REST answered ${response.status}`);
}
