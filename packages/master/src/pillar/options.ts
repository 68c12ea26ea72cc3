import type { Value, ValueMap } from "@salina/wire";
import type { PillarConfig } from "../config/config.js";
import type { GitPillarDirectory } from "./git/git-pillars.js";

/** What a pillar needs to know of the config: plain data, so that it can be handed to a thread. */
export interface PillarOptions extends Omit<PillarConfig, "git" | "cache" | "cacheS" | "timeoutS" | "threads"> {
  /** `file_roots`: what `salt['cp.get_file_str']` reads from. */
  readonly fileRoots: ReadonlyMap<string, readonly string[]>;
  readonly ignore: { readonly expressions: readonly string[]; readonly globs: readonly string[] };
  /** `state_top` */
  readonly top: string;
  readonly envOrder: readonly string[];
  /** `git_pillar_includes` */
  readonly gitIncludes: boolean;
  readonly renderer: string;
  readonly jinjaSlsEnv: Value;
  readonly trimBlocks: boolean;
  readonly lstripBlocks: boolean;
  readonly nodegroups: Value;
  /** Id of the master itself. */
  readonly masterId: string;
  /** What templates see as `opts`: every option of the config except secrets. */
  readonly visible: ValueMap;
}

/** For whom a pillar is made. */
export interface PillarRequest {
  /** Proven by the channel: never what the load says. */
  readonly id: string;
  readonly grains: ValueMap;
  readonly saltenv: string | null;
  readonly pillarenv: string | null;
  /** `pillar={...}` of a command: laid over everything else. */
  readonly override: ValueMap | null;
  /** Not the pillar: what the top files say, by environment and target. */
  readonly topOnly?: boolean;
  /** Where the git remotes of `ext_pillar` are checked out. */
  readonly gitPillars?: readonly GitPillarDirectory[];
}

export interface CompiledPillar {
  /** With `_errors` where there are any. */
  readonly pillar: ValueMap;
  /** As the operator needs them: with file, line and reason. */
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
}
