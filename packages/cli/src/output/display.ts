import { appendFileSync, writeFileSync } from "node:fs";
import type { Value } from "@salina/wire";
import { rightStrip } from "@salina/wire";
import type { Settings } from "../config/settings.js";
import { type Io, logLine } from "../io.js";
import { colors, noColors } from "./colors.js";
import {
  defaultStateOutput,
  type OutputContext,
  OutputFailure,
  type OutputSettings,
  type Outputter,
} from "./outputter.js";

/** Outputters by name. Each is loaded when it is first used. */
const outputters: ReadonlyMap<string, () => Promise<Outputter>> = new Map([
  ["nested", async () => (await import("./nested.js")).nested],
  ["highstate", async () => (await import("./highstate.js")).highstate],
  ["txt", async () => (await import("./txt.js")).txt],
  ["json", async () => (await import("./json.js")).json],
  ["yaml", async () => (await import("./yaml.js")).yaml],
  ["raw", async () => (await import("./raw.js")).raw],
  ["pprint", async () => (await import("./pprint.js")).pprint],
  ["quiet", async () => (await import("./quiet.js")).quiet],
  ["newline_values_only", async () => (await import("./newline-values-only.js")).newlineValuesOnly],
  ["key", async () => (await import("./key.js")).key],
  ["table", async () => (await import("./table.js")).table],
  ["profile", async () => (await import("./profile.js")).profile],
  ["no_return", async () => (await import("./no-return.js")).noReturn],
]);

/** Outputters of Salt that have nothing to show here. */
const refused: ReadonlyMap<string, string> = new Map([
  ["overstatestage", "it shows the stages of the overstate, which orchestrations have replaced"],
  ["progress", "use --progress"],
]);

/** Why `--out` cannot be served; null where it can, or where another outputter takes over. */
export function whyRefused(output: string | undefined): string | null {
  const reason = refused.get(output ?? "");
  return reason === undefined ? null : `the outputter ${output} is not served: ${reason}`;
}

export interface DisplayHints {
  /** Outputter the minion asks for. */
  readonly out?: string | null;
  readonly retcode?: number;
}

/** Shows values one after the other, on standard output or in the file of `--out-file`. */
export class Display {
  readonly #io: Io;
  readonly #settings: OutputSettings;
  /** `--out`, or `output` of the config. */
  readonly #chosen: string | undefined;
  readonly #file: string | undefined;

  constructor(io: Io, settings: Settings) {
    this.#io = io;
    this.#settings = outputSettings(io, settings);
    this.#chosen = settings.text("output");
    this.#file = settings.text("output_file");
    if (this.#file !== undefined && !settings.flag("output_file_append", false)) writeFileSync(this.#file, "");
  }

  async show(value: Value, hints: DisplayHints = {}): Promise<void> {
    const text = await this.#format(value, this.#nameFor(hints.out), { retcode: hints.retcode ?? 0 });
    if (text === "") return;
    if (this.#file === undefined) this.#io.stdout.write(`${text}\n`);
    else appendFileSync(this.#file, `${text}\n`);
  }

  /** `highstate` is only for values that ask for it: everything else would be unreadable in it. */
  #nameFor(out: string | null | undefined): string {
    const chosen = this.#chosen !== undefined && this.#chosen !== "highstate" ? this.#chosen : out;
    if (chosen === "text") return "txt";
    return chosen || "nested";
  }

  async #format(value: Value, name: string, context: OutputContext): Promise<string> {
    for (const candidate of [name, "nested", "raw"]) {
      try {
        return rightStrip((await this.#load(candidate))(value, this.#settings, context));
      } catch (error) {
        if (!(error instanceof OutputFailure)) throw error;
      }
    }
    return "";
  }

  async #load(name: string): Promise<Outputter> {
    const load = outputters.get(name);
    if (load) return await load();
    if (name !== "grains") logLine(this.#io, "ERROR", `Invalid outputter ${name} specified, fall back to nested`);
    return (await import("./nested.js")).nested;
  }
}

export function outputSettings(io: Io, settings: Settings): OutputSettings {
  const indent = settings.value("output_indent");
  return {
    colors: wantsColor(io, settings) ? colors : noColors,
    stripColors: settings.flag("strip_colors", true),
    indent: typeof indent === "number" || indent === "pretty" || indent === null ? indent : undefined,
    state: {
      ...defaultStateOutput,
      mode: (settings.text("state_output") ?? "full").toLowerCase(),
      verbose: settings.flag("state_verbose", true),
      onlyDiff: settings.flag("state_output_diff", false),
      profile: settings.flag("state_output_profile", true),
      percent: settings.flag("state_output_pct", false),
      tabular: settings.flag("state_tabular", false),
      exclude: settings.names("state_output_exclude"),
      terse: settings.names("state_output_terse"),
    },
  };
}

function wantsColor(io: Io, settings: Settings): boolean {
  if (settings.flag("force_color", false)) return true;
  if (settings.flag("no_color", false)) return false;
  return settings.flag("color", io.isTTY);
}
