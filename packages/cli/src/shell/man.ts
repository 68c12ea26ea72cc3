import type { CommandLine } from "../options/command.js";
import type { Option } from "../options/option.js";
import { version } from "../version.js";

/** The manual page of a command, for `man`. */
export function manPage({ program, usage, description, groups }: CommandLine): string {
  const options = groups.flatMap((group) => [
    ...(group.title === null ? [] : [`.SS ${plain(group.title)}`]),
    ...group.options.flatMap(entry),
  ]);
  return `${[
    `.TH ${program.toUpperCase()} 1 "" "Salina ${version}"`,
    ".SH NAME",
    `${program} \\- ${plain(description.split(/(?<=[a-z])[.:,] /)[0]?.replace(/\.$/, "") ?? "")}`,
    ".SH SYNOPSIS",
    plain(usage),
    ".SH DESCRIPTION",
    plain(description),
    ".SH OPTIONS",
    ...options,
    ".SH FILES",
    ".TP",
    "/etc/salt/master",
    "The master's config; the options of the same names are read from it where the command line does not give them.",
  ].join("\n")}\n`;
}

function entry({ flags, kind, metavar, dest, help, unused }: Option): string[] {
  const value = kind === "flag" ? "" : ` \\fI${plain(metavar ?? dest.toUpperCase())}\\fR`;
  const names = flags.map((flag) => `\\fB${plain(flag)}\\fR${value}`).join(", ");
  return [".TP", names, plain(unused === undefined ? help : `${help} Accepted without effect: ${unused}.`)];
}

/** Text as roff reads it: no escapes, no requests at the beginning of a line. */
function plain(text: string): string {
  return text
    .replaceAll("\\", "\\e")
    .replaceAll("-", "\\-")
    .replace(/^(?=[.'])/gm, "\\&");
}
