import type { KeyService } from "@salina/api";
import type { ValueMap } from "@salina/wire";
import type { HashType } from "../config/config.js";
import type { MasterFunction } from "../functions/master-function.js";
import type { AddAcceptedKey } from "../keys/add-accepted-key.js";
import type { Presence } from "../minions/presence.js";
import type { RootFiles } from "./roots/root-files.js";

/** What wheel functions know of. */
export interface WheelContext {
  readonly keys: KeyService;
  readonly addAcceptedKey: AddAcceptedKey;
  /** Of fingerprints. */
  readonly hashType: HashType;
  readonly presence: Pick<Presence, "present">;
  /** The master's options without secrets. */
  readonly options: ValueMap;
  readonly fileRoots: RootFiles;
  readonly pillarRoots: RootFiles;
}

/** A function that looks at the master itself, or changes it. */
export type WheelFunction = MasterFunction<WheelContext>;
