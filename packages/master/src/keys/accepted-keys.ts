import type { KeyObject } from "node:crypto";
import { isMinionId } from "@salina/wire";
import type { KeyDirectory } from "./key-directory.js";
import type { PublicKeyCache } from "./public-key-cache.js";

/** The accepted key of an id as it stands on the disk now: for checks of `tok` and for sealing to a minion. */
export interface AcceptedKeys {
  keyOf(id: string): Promise<KeyObject | undefined>;
  /** Sorted as `salt-key` sorts. */
  ids(): Promise<readonly string[]>;
}

export function createAcceptedKeys(options: {
  readonly directory: KeyDirectory;
  readonly cache: PublicKeyCache;
  readonly openMode: boolean;
}): AcceptedKeys {
  const { directory, cache, openMode } = options;
  return {
    async keyOf(id) {
      if (!isMinionId(id)) return undefined;
      const [accepted, rejected] = await Promise.all([
        directory.readState(id, "accepted"),
        directory.readState(id, "rejected"),
      ]);
      if (accepted.kind !== "text") return undefined;
      // A rejection counts also where stock tools left both files.
      if (rejected.kind !== "absent" && !openMode) return undefined;
      const key = cache.parse(accepted.text);
      return key.ok ? key.value : undefined;
    },

    async ids() {
      const accepted = await directory.list("accepted");
      if (openMode) return accepted;
      const rejected = new Set(await directory.list("rejected"));
      return accepted.filter((id) => !rejected.has(id));
    },
  };
}
