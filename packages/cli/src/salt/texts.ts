import type { NotReturned } from "./tally.js";

/** Texts that scripts may look for: Salt's own, letter by letter. */
export const noMinionsMatched = "No minions matched the target. No command was sent, no jid was assigned.";

const lookUpHint =
  "The minions may not have all finished running and any remaining minions will return upon completion. To look up the return data for this job later, run the following command:\n\nsalt-run jobs.lookup_jid ";

/** Why a minion has not returned, in Salt's words. */
export function stockSilence(entry: NotReturned, jid: string): string {
  if (isKnownToBeAway(entry)) return "Minion did not return. [Not connected]";
  return `Minion did not return. [No response]\n${lookUpHint}${jid}`;
}

/** Stock looks for what it has kept of the minion: of one that was never heard of there is nothing. */
export function isKnownToBeAway({ connected, lastSeenAtMs }: NotReturned): boolean {
  return connected === false && lastSeenAtMs !== null;
}

/** The same with what is known besides. The beginning is Salt's: scripts look for it. */
export function silence(entry: NotReturned, jid: string): string {
  const later = `Should it answer yet: salt --resume ${jid}`;
  switch (entry.outcome) {
    case "offline": {
      const { lastSeenAtMs } = entry;
      const since = lastSeenAtMs === null ? "it was never heard of" : `last heard of at ${stamp(lastSeenAtMs)}`;
      return `Minion did not return. [Offline: ${since}]\n${later}`;
    }
    case "lost":
      return `Minion did not return. [Lost: it answers, but does not run the job and has not returned it]\n${later}`;
    case "running":
      return `Minion did not return. [Running${confirmed(entry)}]\n${later}`;
    case "unknown":
      return "Minion did not return. [Unknown: no accepted key has this id]";
  }
}

function confirmed({ confirmedAtMs }: NotReturned): string {
  return confirmedAtMs === null ? "" : `: it said so at ${stamp(confirmedAtMs)}`;
}

/** Local time to the second: `2026-11-23 01:28:48`. */
export function stamp(atMs: number): string {
  const date = new Date(atMs);
  const two = (value: number) => String(value).padStart(2, "0");
  const day = [date.getFullYear(), date.getMonth() + 1, date.getDate()].map(two).join("-");
  return `${day} ${[date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(":")}`;
}

const mostNamed = 20;

/**
 * What Ctrl-C leaves behind.
 * @param open minions that have not answered; null: Salt's words and no more
 */
export function interruptedText(jid: string | null, open: readonly NotReturned[] | null): string {
  if (jid === null) return "\nExiting gracefully on Ctrl-c\n";
  const text = `\nThis job's jid is: ${jid}\nExiting gracefully on Ctrl-c\n${lookUpHint}${jid}\n`;
  if (open === null) return text;
  const named = open.slice(0, mostNamed).map((entry) => `  ${entry.minion}${confirmed(entry)}\n`);
  const more = open.length > mostNamed ? `  and ${open.length - mostNamed} more\n` : "";
  const waiting = open.length === 0 ? "" : `\nNot returned yet:\n${named.join("")}${more}`;
  return `${text}${waiting}\nTo pick the job up again:\n\nsalt --resume ${jid}\n`;
}
