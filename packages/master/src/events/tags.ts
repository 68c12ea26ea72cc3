/** Event tags as stock masters fire them. */
export const tags = {
  auth: "salt/auth",
  key: "salt/key",
  rotated: "key",
  presencePresent: "salt/presence/present",
  presenceChange: "salt/presence/change",
  jobNew: (jid: string) => `salt/job/${jid}/new`,
  jobReturn: (jid: string, minion: string) => `salt/job/${jid}/ret/${minion}`,
  masterNew: (kind: "runner" | "wheel", jid: string) => `salt/${kind === "runner" ? "run" : kind}/${jid}/new`,
  masterReturn: (kind: "runner" | "wheel", jid: string) => `salt/${kind === "runner" ? "run" : kind}/${jid}/ret`,
  jobProgress: (jid: string, id: string, number: string) => `salt/job/${jid}/prog/${id}/${number}`,
  runProgress: (jid: string) => `salina/run/${jid}/progress`,
  gitfsUpdate: "salt/fileserver/gitfs/update",
  minionRefresh: (minion: string) => `minion/refresh/${minion}`,
} as const;
