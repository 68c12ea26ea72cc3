/** One option of a command. */
export interface Option {
  /** `-t`, `--timeout`, in the order of the help text. */
  readonly flags: readonly string[];
  /** Name under which the value is kept; also the key of the master's config that gives its default. */
  readonly dest: string;
  readonly kind: "flag" | "text" | "integer" | "number" | "choice";
  /** What a flag stands for when given. Default true. */
  readonly sets?: boolean;
  readonly choices?: readonly string[];
  readonly metavar?: string;
  readonly help: string;
  /** Recognised, but this master does not serve it yet. */
  readonly notServed?: boolean;
}

export interface OptionGroup {
  readonly title: string | null;
  readonly options: readonly Option[];
}

export type OptionValue = boolean | number | string;
