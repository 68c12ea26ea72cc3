import type { Output } from "@salina/lab";

/** What two runs of a command have to have in common. */
export interface Comparable {
  readonly code: number | null;
  readonly stdout: readonly string[];
  readonly stderr: readonly string[];
}

const ids = ["web1", "web2", "db1", "old1", "nosuch"];
// A line that begins what one minion gave, in any outputter: its place depends on who was first.
const blockStart = new RegExp(
  `^(?:\\u001b\\[[0-9;]*m)*(?:\\{|['"]?(?:${ids.join("|")})\\b|Executing run on|-----|jid:|retcode:|$)`,
);

/** Times, job ids, process ids and the lab's own directory left out; what comes in no fixed order is sorted. */
export function comparable({ code, stdout, stderr }: Output, root: string): Comparable {
  return { code, stdout: blocks(settled(stdout, root)), stderr: settled(stderr, root).split("\n") };
}

function blocks(text: string): string[] {
  const object = jsonObject(text);
  if (object)
    return Object.entries(object)
      .map(([key, value]) => `${key}: ${JSON.stringify(value)}`)
      .sort();
  const found: string[] = [];
  for (const line of text.split("\n")) {
    const last = found.length - 1;
    if (last < 0 || blockStart.test(line)) found.push(line);
    else found[last] += `\n${line}`;
  }
  return found.sort();
}

/** One document for all minions: they stand in it in the order in which they came. */
function jsonObject(text: string): object | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && !Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}

function settled(text: string, root: string): string {
  return (
    text
      .replaceAll(root, "/lab")
      .replace(/(?<!\d)20\d{18}(?!\d)/g, "JID")
      .replace(/\b20\d\d, [A-Z][a-z]{2} \d\d \d\d:\d\d:\d\d\.\d{6}/g, "START")
      .replace(/\b20\d\d-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?\b/g, "STAMP")
      .replace(/(?<=^Minions with failures: ).*$/gm, (ids) => ids.split(" ").sort().join(" "))
      .replace(/(?<=^ +\|.*\|) +[\d.]+ (?=\|$)/gm, " DURATION ")
      .replace(/\b\d\d:\d\d:\d\d\.\d{6}\b/g, "TIME")
      .replace(/[ \d.]+ (?:ms|s)\b(?=\p{Cc}|$)/gmu, " DURATION")
      .replace(/(?<=["']?duration["']?: )[\d.e-]+/g, "0")
      // The same where the value has a line of its own.
      .replace(/(?<=\n *(?:duration|pid|_pid):\n *)[\d.e-]+/g, "NUMBER")
      .replace(/(?<=["']pid["']: )\d+/g, "PID")
      .replace(/\b0x[0-9a-f]{8,}/g, "ADDRESS")
  );
}
