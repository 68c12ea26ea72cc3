import type { Filter } from "../values.js";
import { dateFilters } from "./date-filters.js";
import { define, equal } from "./define.js";
import { hashFilters } from "./hash-filters.js";
import { ipFilters } from "./ip-filters.js";
import { jsonFilters } from "./json-filters.js";
import { listFilters } from "./list-filters.js";
import { mapFilters } from "./map-filters.js";
import { pathFilters } from "./path-filters.js";
import { type RandomBelow, randomFilters } from "./random-filters.js";
import { refusing } from "./refused-filters.js";
import { matchTest, regexFilters } from "./regex-filters.js";
import { textFilters } from "./text-filters.js";

export { refusedFilters } from "./refused-filters.js";

/** What filters need of the world. */
export interface FilterWorld {
  readonly now: () => Date;
  /** A whole number from 0 on, below the bound. */
  readonly randomBelow: RandomBelow;
}

/**
 * The filters that Salt adds to Jinja's own, refused ones included: those say why. Filters that need what only the
 * engine has (tuples, methods, the state of the template) are the engine's: `combinations`, `permutations`, `product`,
 * `zip`, `method_call`, `yaml`, `json`, `python`, `xml`, `load_*`, `dict_to_sls_yaml_params`.
 */
export function saltFilters({ now, randomBelow }: FilterWorld): ReadonlyMap<string, Filter> {
  return new Map([
    ...textFilters,
    ...regexFilters,
    ...hashFilters,
    ...listFilters,
    ...mapFilters,
    ...ipFilters,
    ...jsonFilters,
    ...pathFilters,
    ...dateFilters(now),
    ...randomFilters(randomBelow),
    ...refusing,
  ]);
}

/** Those whose result is a tuple in Python: a list here, printed with round brackets there. */
export const tupleFilters: ReadonlySet<string> = new Set(["regex_match", "regex_search"]);

/** The tests that Salt adds to Jinja's own. */
export const saltTests: ReadonlyMap<string, Filter> = new Map([
  ["match", matchTest],
  ["equalto", define("equalto", ["other"], (value, other) => equal(value, other ?? null))],
]);
