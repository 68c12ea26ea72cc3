import type { ValueMap } from "@salina/wire";
import type { EventsConfig } from "../config/config.js";
import type { MinionData } from "../minions/minion-data.js";
import type { Counters } from "../status/counters.js";
import { markedBy, markedValues } from "./marked-values.js";
import { Redactor } from "./redactor.js";
import { SecretValues } from "./secret-values.js";

/** What this master hides, and where it learns that from. */
export interface Redaction {
  readonly redactor: Redactor;
  /** From a pillar that was made for a minion. @param whole false: it has more beside this one */
  learn(minion: string, pillar: ValueMap, options: { readonly whole: boolean }): void;
  /** From the pillars that minions were last sent. */
  recall(minions: readonly string[], data: Pick<MinionData, "batches">): Promise<void>;
  forget(minion: string): void;
}

export function openRedaction(
  { redactedFunctions, redactedPillar }: Pick<EventsConfig, "redactedFunctions" | "redactedPillar">,
  counters: Counters,
): Redaction {
  const values = new SecretValues();
  const isMarked = markedBy(redactedPillar);
  const learn: Redaction["learn"] = (minion, pillar, { whole }) => {
    if (redactedPillar.length === 0) return;
    const found = markedValues(pillar, isMarked);
    if (whole) values.replace(minion, found);
    else values.add(minion, found);
  };
  return {
    redactor: new Redactor(redactedFunctions, values, counters, isMarked),
    learn,
    async recall(minions, data) {
      if (redactedPillar.length === 0) return;
      for await (const batch of data.batches(minions)) {
        for (const { id, pillar } of batch) if (pillar !== null) learn(id, pillar, { whole: true });
      }
    },
    forget: (minion) => values.replace(minion, []),
  };
}
