import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Era } from "@salina/wire";
import type { Context } from "zeromq";
import type { MasterUnderTest } from "../master-under-test.js";
import { newMinionContext } from "./context.js";
import { type MinionIdentity, newIdentity } from "./identity.js";
import { type SentReturn, SimulatedMinion, type SimulatedMinionOptions } from "./simulated-minion.js";

export interface SwarmOptions extends Pick<SimulatedMinionOptions, "answer" | "requestTimeoutMs"> {
  readonly master: Pick<MasterUnderTest, "pkiDir" | "requestPort">;
  readonly count: number;
  /** Dealt out in turn. Default: 0, 2 and 3. */
  readonly eras?: readonly Era[];
}

/** Key pairs that a swarm shares: making one takes long, and a master keeps keys by id. */
const keyPairs = 4;

/** Many simulated minions of one master, `sim0-era0`, `sim1-era2`, ..., whose keys are accepted from the start. */
export class Swarm {
  readonly minions: readonly SimulatedMinion[];

  private constructor(minions: readonly SimulatedMinion[]) {
    this.minions = minions;
  }

  /** Resolves when all of them listen for jobs. */
  static async start(options: SwarmOptions): Promise<Swarm> {
    const identities = await Promise.all(Array.from({ length: keyPairs }, () => newIdentity()));
    const context = newMinionContext(options.count);
    const made = Array.from({ length: options.count }, (_, index) => newMinion(options, index, identities, context));
    const accepted = join(options.master.pkiDir, "minions");
    await mkdir(accepted, { recursive: true, mode: 0o700 });
    for (const { id, pem } of made) await writeFile(join(accepted, id), pem, { mode: 0o600 });
    const swarm = new Swarm(made.map(({ minion }) => minion));
    await Promise.all(swarm.minions.map((minion) => minion.start()));
    return swarm;
  }

  get ids(): string[] {
    return this.minions.map(({ id }) => id).sort();
  }

  /** Returns whose acknowledgement has arrived, probes left out. */
  acknowledged(): (SentReturn & { readonly minion: string })[] {
    return this.minions.flatMap(({ id, returns }) =>
      returns
        .filter(({ acknowledgedAt, fun }) => acknowledgedAt !== null && fun !== "saltutil.find_job")
        .map((sent) => ({ ...sent, minion: id })),
    );
  }

  async stop(): Promise<void> {
    await Promise.all(this.minions.map((minion) => minion.stop()));
  }
}

function newMinion(
  { master, eras = [0, 2, 3], answer, requestTimeoutMs }: SwarmOptions,
  index: number,
  identities: readonly MinionIdentity[],
  context: Context,
) {
  const era = eras[index % eras.length] ?? 3;
  const identity = identities[index % identities.length];
  if (!identity) throw new Error("a swarm without key pairs");
  const id = `sim${index}-era${era}`;
  const { requestPort } = master;
  const minion = new SimulatedMinion({
    id,
    era,
    identity,
    host: "127.0.0.1",
    requestPort,
    context,
    ...(answer ? { answer } : {}),
    ...(requestTimeoutMs === undefined ? {} : { requestTimeoutMs }),
  });
  return { id, pem: identity.publicKeyPem, minion };
}
