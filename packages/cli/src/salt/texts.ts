/** Texts that scripts may look for: Salt's own, letter by letter. */
export const noMinionsMatched = "No minions matched the target. No command was sent, no jid was assigned.";

const lookUpHint =
  "The minions may not have all finished running and any remaining minions will return upon completion. To look up the return data for this job later, run the following command:\n\nsalt-run jobs.lookup_jid ";

export const notConnected = "Minion did not return. [Not connected]";

export function noResponse(jid: string): string {
  return `Minion did not return. [No response]\n${lookUpHint}${jid}`;
}

export function interrupted(jid: string | null): string {
  if (jid === null) return "\nExiting gracefully on Ctrl-c\n";
  return `\nThis job's jid is: ${jid}\nExiting gracefully on Ctrl-c\n${lookUpHint}${jid}\n`;
}
