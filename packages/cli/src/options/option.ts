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
  readonly completes?: Completion;
  readonly help: string;
  /** Accepted without effect, because of this. */
  readonly unused?: string;
  /** The rest of the command line is not looked at. */
  readonly stops?: boolean;
  /** Ours and not Salt's: it has no abbreviation, so that those of Salt's options stay what they are. */
  readonly own?: boolean;
}

/** What a shell offers for a value: these words, or what `salina complete NAME` prints, or names of files. */
export type Completion =
  | { readonly words: readonly string[] }
  | { readonly ask: "targets" | "functions" | "runners" | "keys" | "pending" }
  | { readonly files: "any" | "directories" };

export interface OptionGroup {
  readonly title: string | null;
  readonly options: readonly Option[];
}

export type OptionValue = boolean | number | string;
