/** Event tags as stock masters fire them. */
export const tags = {
  auth: "salt/auth",
  key: "salt/key",
  rotated: "key",
  presencePresent: "salt/presence/present",
  presenceChange: "salt/presence/change",
  jobNew: (jid: string) => `salt/job/${jid}/new`,
  jobReturn: (jid: string, minion: string) => `salt/job/${jid}/ret/${minion}`,
  minionRefresh: (minion: string) => `minion/refresh/${minion}`,
} as const;

/**
 * Tags that only the master fires: from a minion they would let it pose as the master, and through a reactor act as it.
 * Stock has the same list, for lists of events; it holds for single events here too.
 */
const mastersOwn = [
  /^salt\/job\/.*\/(publish|new|return)$/s,
  /^salt\/job\/[^/]*\/ret\//s,
  /^salt\/(key|auth)$/,
  /^key$/,
  /^\d{20}/,
  /^salt\/(cloud|run|cluster|presence)\//s,
  /^salt\/wheel\/.*\/(new|ret|return)$/s,
];

export function isMastersOwnTag(tag: string): boolean {
  return mastersOwn.some((pattern) => pattern.test(tag));
}
