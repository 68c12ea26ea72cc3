import type { PipeRules } from "@salina/render";
import type { Result } from "@salina/targeting";
import type { Value, ValueMap } from "@salina/wire";
import type { Merging } from "./merge.js";
import type { PillarOptions, PillarRequest } from "./options.js";
import type { PillarFile, PillarFiles } from "./pillar-files.js";
import type { Report } from "./report.js";

export interface SlsPlace {
  /** `a.b`; empty for a top file. */
  readonly sls: string;
  readonly saltenv: string;
  /** What an include gives along: names in the template. */
  readonly defaults: ValueMap;
  /** What stands in for the config's rules on renderers (`file_tree`). */
  readonly rules?: PipeRules;
}

/** Makes data of a file. @throws RenderError and others, with messages for the operator */
export type RenderFile = (file: PillarFile, place: SlsPlace) => Value;

/** Whether the minion is meant. The type is that of a top file: `compound`, `glob`, `pillar`. */
export type MatchesMinion = (type: string, expression: string) => Result<boolean>;

/** One pillar being made for one minion. */
export interface Compilation {
  readonly request: PillarRequest;
  readonly options: PillarOptions;
  /** The environment asked for; null: all. */
  readonly pillarenv: string | null;
  readonly saltenv: string | null;
  readonly files: PillarFiles;
  readonly merging: Merging;
  readonly render: RenderFile;
  readonly matches: MatchesMinion;
  readonly report: Report;
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
