import {
  Crypticle,
  newKeyString,
  oaepCapacity,
  oaepEncrypt,
  pillarReply,
  type Result,
  type SignatureAlgorithm,
  type ValueMap,
} from "@salina/wire";
import type { EventsConfig } from "../config/config.js";
import type { EventBus } from "../events/event-bus.js";
import { tags } from "../events/tags.js";
import type { HeartbeatGuard } from "../minions/heartbeat-guard.js";
import type { MinionData } from "../minions/minion-data.js";
import type { PillarService } from "../pillar/pillar-service.js";
import { optionalMap, optionalText } from "./fields.js";
import { type MinionRequest, sealed } from "./minion-request.js";

export interface PillarDeps {
  readonly config: EventsConfig;
  readonly minionData: Pick<MinionData, "save" | "pillar">;
  readonly events: EventBus;
  readonly pillars: Pick<PillarService, "make">;
  readonly heartbeats: Pick<HeartbeatGuard, "saw">;
  readonly sign: (data: Uint8Array, algorithm: SignatureAlgorithm) => Promise<Uint8Array>;
}

interface PillarInput {
  readonly grains: ValueMap | null;
  readonly saltenv: string | null;
  readonly pillarenv: string | null;
  /** `pillar={...}` of a command: laid over everything else. */
  readonly override: ValueMap | null;
  readonly fresh: boolean;
}

/**
 * `_pillar`: the requester's own pillar, under a key of its own that only its private key opens. The grains that come
 * with it are kept: they are all that the master knows of a minion.
 */
export function pillar(deps: PillarDeps): MinionRequest<PillarInput> {
  return {
    cmd: "_pillar",
    doc: "makes the minion's pillar, and keeps its grains",
    test: "test/src/interop/pillar.test.ts",
    needsId: true,
    input(load): Result<PillarInput> {
      const grains = optionalMap(load, "grains");
      if (!grains.ok) return grains;
      const override = optionalMap(load, "pillar_override");
      if (!override.ok) return override;
      const saltenv = optionalText(load, load.has("saltenv") ? "saltenv" : "env", 255);
      if (!saltenv.ok) return saltenv;
      const pillarenv = optionalText(load, "pillarenv", 255);
      if (!pillarenv.ok) return pillarenv;
      return {
        ok: true,
        value: {
          grains: grains.value,
          override: override.value,
          saltenv: saltenv.value === "" ? null : saltenv.value,
          pillarenv: pillarenv.value === "" ? null : pillarenv.value,
          fresh: load.get("clean_cache") === true,
        },
      };
    },
    async run(input, from) {
      const grains: ValueMap = input.grains ?? new Map();
      grains.set("id", from.id);
      deps.heartbeats.saw(from.id, grains);
      const made = await deps.pillars.make({ ...input, grains, id: from.id });
      if (input.grains && deps.config.minionDataCache) {
        // What is faulty, or only of one command, is not the minion's pillar.
        const isOwn = made.errors.length === 0 && (input.override === null || input.override.size === 0);
        const pillar = isOwn ? made.pillar : await deps.minionData.pillar(from.id);
        await deps.minionData.save(from.id, { grains, pillar });
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
        pillar: made.pillar,
        nonce: from.nonce,
      };
      return { kind: "frame", frame: await pillarReply(from.era, parts, (data) => deps.sign(data, from.signature)) };
    },
  };
}
