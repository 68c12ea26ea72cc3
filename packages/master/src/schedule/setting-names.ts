/** Settings that say when a job is due: one way at a time. */
export const timingNames = ["cron", "when", "once", "once_fmt", "seconds", "minutes", "hours", "days"] as const;

/** Settings of a job, in the order of the documentation. */
export const settingNames = [
  "function",
  "args",
  "kwargs",
  "target",
  "target_type",
  ...timingNames,
  "timezone",
  "range",
  "skip_during_range",
  "run_after_skip_range",
  "after",
  "until",
  "splay",
  "maxrunning",
  "run_on_start",
  "missed",
  "enabled",
  "dry_run",
  "jid_include",
  "return_job",
  "metadata",
  "alerts",
] as const;
