/** Event tags as stock masters fire them. */
export const tags = {
  auth: "salt/auth",
  key: "salt/key",
  rotated: "key",
  presencePresent: "salt/presence/present",
  presenceChange: "salt/presence/change",
  jobNew: (jid: string) => `salt/job/${jid}/new`,
  jobReturn: (jid: string, minion: string) => `salt/job/${jid}/ret/${minion}`,
  runNew: (jid: string) => `salt/run/${jid}/new`,
  runProgress: (jid: string) => `salt/run/${jid}/progress`,
  runReturn: (jid: string) => `salt/run/${jid}/ret`,
  gitfsUpdate: "salt/fileserver/gitfs/update",
  minionRefresh: (minion: string) => `minion/refresh/${minion}`,
} as const;
