import type { Value } from "@salina/wire";
import type { Colors } from "./colors.js";

/** What outputters are told besides the value: from the options and the master's config. */
export interface OutputSettings {
  readonly colors: Colors;
  /** Replace ESC in text from minions by `?`. */
  readonly stripColors: boolean;
  /** `--out-indent`; undefined when it is given nowhere, null for one line. */
  readonly indent: number | "pretty" | null | undefined;
  readonly state: StateOutput;
}

/** How state runs are shown (`state_output` and its kin). */
export interface StateOutput {
  /** `full`, `terse`, `mixed`, `changes` or `filter`, each also with `_id`. */
  readonly mode: string;
  /** False leaves out what was fine and unchanged. */
  readonly verbose: boolean;
  /** `--output-diff`: leave out what was unchanged. */
  readonly onlyDiff: boolean;
  /** Start times and durations. */
  readonly profile: boolean;
  readonly percent: boolean;
  readonly tabular: boolean;
  /** Results (`True`, `False`, `None`) that mode `filter` leaves out, and that it shows in one line. */
  readonly exclude: readonly string[];
  readonly terse: readonly string[];
}

export const defaultStateOutput: StateOutput = {
  mode: "full",
  verbose: true,
  onlyDiff: false,
  profile: true,
  percent: false,
  tabular: false,
  exclude: [],
  terse: [],
};

/** Where in the text a value stands, and how its run ended. */
export interface OutputContext {
  readonly retcode: number;
  /** Blanks before each line of `nested`. */
  readonly indent?: number;
}

/** Turns a value into text. @throws OutputFailure when the value does not fit */
export type Outputter = (value: Value, settings: OutputSettings, context: OutputContext) => string;

/** The value has no shape this outputter can show: another one takes over. */
export class OutputFailure extends Error {}

/** Keeps text of a minion from steering the terminal. */
export function withoutEscapes(text: string, settings: OutputSettings): string {
  return settings.stripColors ? text.replaceAll("\x1b", "?") : text;
}
