import { isMap } from "@salina/wire";
import type { StatesConfig } from "../config/config.js";
import type { Log } from "../log.js";
import type { Counters } from "../status/counters.js";
import { type MinionRequest, sealed } from "./minion-request.js";

export interface MasterTopsDeps {
  readonly states: Pick<StatesConfig, "masterTops">;
  readonly counters: Counters;
  readonly log: Log;
}

const timeoutMs = 30_000;

/**
 * `_master_tops`, and `_ext_nodes` as minions up to 3000 call it: what a minion applies besides what its top files say.
 * As in stock a program that fails gives nothing; the log says so.
 */
export function masterTopsRequests(deps: MasterTopsDeps): readonly MinionRequest<null>[] {
  return ["_master_tops", "_ext_nodes"].map((cmd) => ({
    cmd,
    doc: "what `master_tops: {ext_nodes: ...}` gives a minion besides its top files",
    test: "packages/master/src/tops/ext-nodes.test.ts",
    needsId: true,
    // The id alone decides: what the minion says of itself is not handed to programs.
    input: () => ({ ok: true, value: null }),
    async run(_input, from) {
      const { states, counters, log } = deps;
      const line = isMap(states.masterTops) ? states.masterTops.get("ext_nodes") : undefined;
      if (typeof line !== "string" || line === "") return sealed(new Map());
      try {
        // Loaded only where it is wanted: with it comes the reader of YAML and all of the templates.
        const { extNodes } = await import("../tops/ext-nodes.js");
        return sealed(await extNodes(line, from.id, timeoutMs));
      } catch (err) {
        counters.add("tops.failed");
        log.error({ event: "tops.failed", minion: from.id, err }, "master_tops: ext_nodes failed");
        return sealed(new Map());
      }
    },
  }));
}
