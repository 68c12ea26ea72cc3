import { BUILT_IN_FILTERS } from "../jinja/filters/index.js";
import { TESTS } from "../jinja/tests.js";
import { refusedFilters, saltFilters, saltTests } from "./index.js";

const begin = "<!-- filters: begin -->";
const end = "<!-- filters: end -->";

/** docs/templates.md with the lists of this code. */
export function withFilterLists(page: string): string {
  const [before, rest] = page.split(begin);
  const after = rest?.split(end)[1];
  if (before === undefined || after === undefined) throw new Error(`docs/templates.md has no ${begin} and ${end}`);
  return `${before}${begin}\n\n${lists()}\n${end}${after}`;
}

function lists(): string {
  const salt = [...saltFilters({ now: () => new Date(0), randomBelow: () => 0 }).keys()];
  const own = BUILT_IN_FILTERS.map(([name]) => name).filter((name) => !salt.includes(name));
  const served = salt.filter((name) => !refusedFilters.has(name));
  const tests = [...new Set([...TESTS.map(([name]) => name), ...saltTests.keys()])];
  return [
    `Filters of Jinja2 and of Salt's serializers: ${names(own)}.`,
    `Filters that Salt adds: ${names(served)}.`,
    `Tests: ${names(tests)}.`,
    "Refused, with an error that says why:",
    [...refusedFilters].map(([name, why]) => `- \`${name}\`: ${why}`).join("\n"),
  ].join("\n\n");
}

function names(all: readonly string[]): string {
  return [...all]
    .sort()
    .map((name) => `\`${name}\``)
    .join(", ");
}
