import type { Value, ValueMap } from "@salina/wire";
import type { GitPillarDirectory } from "./git/git-pillars.js";

/** What the config says about pillar: plain data, so that it can be handed to a thread. */
export interface PillarOptions {
  /** `pillar_roots` */
  readonly roots: ReadonlyMap<string, readonly string[]>;
  /** `file_roots`: what `salt['cp.get_file_str']` reads from. */
  readonly fileRoots: ReadonlyMap<string, readonly string[]>;
  readonly ignore: { readonly expressions: readonly string[]; readonly globs: readonly string[] };
  /** `state_top` */
  readonly top: string;
  /** `saltenv` and `pillarenv` of the master: where the minion names none. */
  readonly saltenv: string | null;
  readonly pillarenv: string | null;
  readonly pillarenvFromSaltenv: boolean;
  readonly envOrder: readonly string[];
  /** `pillar_source_merging_strategy` */
  readonly merging: string;
  /** `pillar_merge_lists` */
  readonly mergeLists: boolean;
  /** `pillar_includes_override_sls` */
  readonly includesOverride: boolean;
  /** `pillar_safe_render_error`: minions are told that a file does not render, not why. */
  readonly safeErrors: boolean;
  /** `pillar_opts`: the master's options go along, under `master`. */
  readonly withOptions: boolean;
  /** `ext_pillar` as it stands in the config; null: none. */
  readonly ext: Value;
  readonly extFirst: boolean;
  /** `git_pillar_includes` */
  readonly gitIncludes: boolean;
  /** `exclude_ext_pillar` */
  readonly extExcluded: readonly string[];
  /** `decrypt_pillar`, `decrypt_pillar_delimiter`, `decrypt_pillar_default` */
  readonly decrypt: { readonly keys: Value; readonly delimiter: string; readonly renderer: string };
  readonly gpg: { readonly keyDirectory: string; readonly mustSucceed: boolean };
  readonly renderer: string;
  readonly rendererBlacklist: readonly string[];
  readonly rendererWhitelist: readonly string[];
  readonly allowUndefined: boolean;
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
