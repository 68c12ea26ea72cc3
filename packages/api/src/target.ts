/** Salt's own names, as they stand in a publish (`tgt_type`). */
export const targetTypes = ["glob", "pcre", "list"] as const;
export type TargetType = (typeof targetTypes)[number];

/** Whom a job is for. `expression` is an array only for `list`. */
export interface Target {
  readonly type: TargetType;
  readonly expression: string | readonly string[];
}
