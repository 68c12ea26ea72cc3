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
  wheel: (jid: string) => `salt/wheel/${jid}`,
  wheelNew: (jid: string) => `salt/wheel/${jid}/new`,
  wheelReturn: (jid: string) => `salt/wheel/${jid}/ret`,
  jobProgress: (jid: string, id: string, number: string) => `salt/job/${jid}/prog/${id}/${number}`,
  orchestrationEnd: (jid: string) => `salina/run/${jid}/end`,
  orchestrationProgress: (jid: string) => `salina/run/${jid}/progress`,
  gitfsUpdate: "salt/fileserver/gitfs/update",
  minionRefresh: (minion: string) => `minion/refresh/${minion}`,
  /** `what`: start, end, failed, missed. */
  schedule: (name: string, what: string) => `salina/schedule/${name}/${what}`,
} as const;
