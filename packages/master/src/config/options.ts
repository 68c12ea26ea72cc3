import { accessOptions } from "./options/access-options.js";
import { authOptions } from "./options/auth-options.js";
import { daemonOptions } from "./options/daemon-options.js";
import { eventsOptions } from "./options/events-options.js";
import { filesOptions } from "./options/files-options.js";
import { jobsOptions } from "./options/jobs-options.js";
import { keysOptions } from "./options/keys-options.js";
import { logOptions } from "./options/log-options.js";
import { networkOptions } from "./options/network-options.js";
import type { Option } from "./options/option.js";
import { ownOptions as ownBasics } from "./options/own-options.js";
import { pillarOptions } from "./options/pillar-options.js";
import { publishOptions } from "./options/publish-options.js";
import { reactorOptions } from "./options/reactor-options.js";
import { requestsOptions } from "./options/requests-options.js";
import { ownScheduleOptions, scheduleOptions } from "./options/schedule-options.js";
import { statesOptions } from "./options/states-options.js";

/** Our own options, below `salina:`. */
export const ownOptions = { ...ownBasics, ...ownScheduleOptions } as const;

/** Salt's options that Salina honours, under Salt's names. */
export const saltOptions = {
  ...daemonOptions,
  ...networkOptions,
  ...keysOptions,
  ...authOptions,
  ...accessOptions,
  ...publishOptions,
  ...jobsOptions,
  ...eventsOptions,
  ...filesOptions,
  ...statesOptions,
  ...pillarOptions,
  ...reactorOptions,
  ...requestsOptions,
  ...scheduleOptions,
  ...logOptions,
} as const;

export type SaltOptionName = keyof typeof saltOptions;
export type OwnOptionName = keyof typeof ownOptions;

export type OptionTable = Readonly<Record<string, Option<unknown>>>;
export type ValuesOf<T extends OptionTable> = {
  readonly [Name in keyof T]: T[Name] extends Option<infer V> ? V : never;
};
export type SaltValues = ValuesOf<typeof saltOptions>;
export type OwnValues = ValuesOf<typeof ownOptions>;

export interface DocumentedOption {
  readonly name: string;
  readonly expected: string;
  readonly default: string;
  readonly doc: string;
}

/** All options as `docs/configuration.md` lists them. */
export const documentedOptions: {
  readonly salt: readonly DocumentedOption[];
  readonly own: readonly DocumentedOption[];
} = {
  salt: documented(saltOptions),
  own: documented(ownOptions),
};

function documented(options: OptionTable): DocumentedOption[] {
  return Object.entries(options).map(([optionName, row]) => ({
    name: optionName,
    expected: row.kind.expected,
    default:
      row.defaultDoc ?? (row.default === null ? "none" : `\`${row.kind.show?.(row.default) ?? String(row.default)}\``),
    doc: row.doc,
  }));
}
