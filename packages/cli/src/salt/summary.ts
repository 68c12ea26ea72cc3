import type { NotReturned, Tally } from "./tally.js";
import { isKnownToBeAway } from "./texts.js";

const rule = "-".repeat(43);

/** The block of `--summary`. @source salt/cli/salt.py, _print_returns_summary */
export function summaryText(tally: Tally, notReturned: readonly NotReturned[], verbose: boolean): string {
  const failed = tally.failed();
  const returned = tally.returnedCount();
  const lines = [
    "",
    "",
    rule,
    "Summary",
    rule,
    `# of minions targeted: ${returned + notReturned.length}`,
    `# of minions returned: ${returned}`,
    `# of minions that did not return: ${notReturned.length}`,
    `# of minions with errors: ${failed.length}`,
  ];
  if (verbose) {
    const ids = (away: boolean) =>
      notReturned.filter((entry) => isKnownToBeAway(entry) === away).map(({ minion }) => minion);
    const named: [string, readonly string[]][] = [
      ["Minions not connected", ids(true)],
      ["Minions not responding", ids(false)],
      ["Minions with failures", failed],
    ];
    for (const [title, minions] of named) if (minions.length > 0) lines.push(`${title}: ${minions.join(" ")}`);
  }
  return `${[...lines, rule].join("\n")}\n`;
}
