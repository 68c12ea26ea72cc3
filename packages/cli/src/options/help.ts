import type { Option, OptionGroup } from "./option.js";

const width = 78;
const helpColumn = 24;

/** Usage, description and all options, in the layout Python's optparse prints. */
export function helpText(usage: string, description: string, groups: readonly OptionGroup[]): string {
  const parts = groups.map((group) => {
    const base = group.title === null ? 2 : 4;
    const heading = group.title === null ? "Options:\n" : `\n  ${group.title}:\n`;
    return heading + group.options.map((option) => describe(option, base)).join("");
  });
  return `Usage: ${usage}\n\n${wrap(description, width).join("\n")}\n\n${parts.join("")}`;
}

function describe(option: Option, base: number): string {
  const metavar = option.metavar ?? option.dest.toUpperCase();
  const flags = option.flags.map((flag) => {
    if (option.kind === "flag") return flag;
    return flag.startsWith("--") ? `${flag}=${metavar}` : `${flag} ${metavar}`;
  });
  const head = " ".repeat(base) + flags.join(", ");
  const note = option.unused === undefined ? option.help : `${option.help} Accepted without effect: ${option.unused}.`;
  const lines = wrap(note, width - helpColumn).map((line) => " ".repeat(helpColumn) + line);
  const fits = head.length <= helpColumn - 2;
  const first = lines[0] ?? "";
  if (!fits) return `${[head, ...lines].join("\n")}\n`;
  return `${[head.padEnd(helpColumn) + first.trimStart(), ...lines.slice(1)].join("\n")}\n`;
}

function wrap(text: string, columns: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= columns) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
