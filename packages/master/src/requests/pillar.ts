import type { Store } from "@salina/store";
import {
  Crypticle,
  isMap,
  newKeyString,
  oaepCapacity,
  oaepEncrypt,
  pillarReply,
  type Result,
  type SignatureAlgorithm,
  type ValueMap,
} from "@salina/wire";
import type { Clock } from "../clock.js";
import type { EventsConfig } from "../config/config.js";
import type { EventBus } from "../events/event-bus.js";
import { tags } from "../events/tags.js";
import type { MinionData } from "../minions/minion-data.js";
import { optionalMap } from "./fields.js";
import { type MinionRequest, sealed } from "./minion-request.js";

export interface PillarDeps {
  readonly clock: Clock;
  readonly config: EventsConfig;
  readonly store: Store;
  readonly minionData: Pick<MinionData, "save">;
  readonly events: EventBus;
  readonly sign: (data: Uint8Array, algorithm: SignatureAlgorithm) => Promise<Uint8Array>;
}

interface PillarInput {
  readonly grains: ValueMap | null;
  /** `pillar={...}` of a command: laid over everything else. */
  readonly override: ValueMap | null;
}

/**
 * `_pillar`: the requester's own pillar, under a key of its own that only its private key opens. The grains that come
 * with it are kept: they are all that the master knows of a minion. The pillar has nothing but what the command itself gives, until pillar roots are served.
 */
export function pillar(deps: PillarDeps): MinionRequest<PillarInput> {
  return {
    cmd: "_pillar",
    doc: "keeps the grains; of the pillar only what a command gives (`pillar={...}`), pillar roots are not served yet",
    test: "test/src/interop/stock-minions.test.ts",
    needsId: true,
    input(load): Result<PillarInput> {
      const grains = optionalMap(load, "grains");
      if (!grains.ok) return grains;
      const override = optionalMap(load, "pillar_override");
      if (!override.ok) return override;
      return { ok: true, value: { grains: grains.value, override: override.value } };
    },
    async run({ grains, override }, from) {
      if (grains && isMap(grains) && deps.config.minionDataCache) {
        grains.set("id", from.id);
        await deps.minionData.save(from.id, { grains, pillar: override ?? new Map() });
        if (deps.config.minionDataCacheEvents) {
          deps.events.fire(tags.minionRefresh(from.id), new Map([["Minion data cache refresh", from.id]]));
        }
      }
      const key = from.publicKey;
      const keyText = newKeyString();
      // Without a key that can take it there is nobody to encrypt for.
      if (!key || oaepCapacity(key, from.encryption) < keyText.length) return sealed(new Map());
      const parts = {
        key: oaepEncrypt(key, Buffer.from(keyText), from.encryption),
        crypticle: new Crypticle(keyText),
        pillar: override ?? new Map(),
        nonce: from.nonce,
      };
      return { kind: "frame", frame: await pillarReply(from.era, parts, (data) => deps.sign(data, from.signature)) };
    },
  };
}
