import type { KeyService } from "@salina/api";
import type { Encodable, ValueMap } from "@salina/wire";
import type { HashType } from "../config/config.js";
import type { AddAcceptedKey } from "../keys/add-accepted-key.js";
import type { Presence } from "../minions/presence.js";
import type { Parameters } from "../runners/parameters.js";
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

export interface WheelParameter {
  readonly name: string;
  readonly doc: string;
  /** Left out: it has to be given. */
  readonly default?: string | number | boolean | null;
}

/** A function that looks at the master itself, or changes it. */
export interface WheelFunction {
  /** `module.function`, as callers and permissions (`@wheel`, `@key`) name it. */
  readonly name: string;
  /** One line. */
  readonly doc: string;
  readonly parameters: readonly WheelParameter[];
  /** It changes nothing: no job record is made of it. */
  readonly reads?: true;
  /** Parameters whose values, and `return`, that the event bus and the job record are not told. */
  readonly secret?: readonly string[];
  /** @throws Error with a message for the caller */
  readonly run: (given: Parameters, context: WheelContext) => Promise<Encodable>;
}
