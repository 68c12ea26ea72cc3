/** Salt's own names, as they stand in a publish (`tgt_type`). */
export const targetTypes = [
  "glob",
  "pcre",
  "list",
  "grain",
  "grain_pcre",
  "pillar",
  "pillar_pcre",
  "pillar_exact",
  "nodegroup",
  "compound",
  "ipcidr",
  "range",
] as const;
export type TargetType = (typeof targetTypes)[number];

/** Whom a job is for. `expression` is an array only for `list`, and for `compound` when its words are parted already. */
export interface Target {
  readonly type: TargetType;
  readonly expression: string | readonly string[];
  /** Between the parts of a grain's or pillar's path; a colon where it is left out. */
  readonly delimiter?: string;
}
