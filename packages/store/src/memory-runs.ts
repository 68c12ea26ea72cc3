import type { RunEntry, RunRecord } from "@salina/api";
import { answer } from "./answer.js";
import { checkRun, checkRunEntry, integers } from "./check.js";
import { JidTakenError, type RunStore } from "./port.js";

export function memoryRuns(): RunStore {
  const all = new Map<string, { readonly run: RunRecord; readonly entries: RunEntry[] }>();
  const sorted = () => [...all.values()].map(({ run }) => run).sort((a, b) => (a.jid < b.jid ? -1 : 1));

  return {
    create: (run) =>
      answer(() => {
        checkRun(run);
        if (all.has(run.jid)) throw new JidTakenError(run.jid);
        const whole: RunRecord = { ...run, plan: new Uint8Array(run.plan), state: "running", endedAt: null };
        all.set(run.jid, { run: whole, entries: [] });
      }),
    append: (jid, entry) =>
      answer(() => {
        checkRunEntry(entry);
        all.get(jid)?.entries.push({ ...entry, data: new Uint8Array(entry.data) });
      }),
    setState: (jid, state, endedAt) =>
      answer(() => {
        const known = all.get(jid);
        if (known) all.set(jid, { ...known, run: { ...known.run, state, endedAt } });
      }),
    get: (jid) => answer(() => all.get(jid)?.run),
    entries: (jid) => answer(() => [...(all.get(jid)?.entries ?? [])]),
    open: () => answer(() => sorted().filter(({ endedAt }) => endedAt === null)),
    list: ({ before, state, limit }) =>
      answer(() =>
        sorted()
          .reverse()
          .filter((run) => (before === undefined || run.jid < before) && (state === undefined || run.state === state))
          .slice(0, Math.max(0, limit))
          .map(({ plan: _, ...summary }) => summary),
      ),
    prune: (startedBefore, limit) =>
      answer(() => {
        integers({ startedBefore, limit });
        const old = [...all.values()]
          .map(({ run }) => run)
          .filter(({ startedAt, endedAt }) => endedAt !== null && startedAt < startedBefore)
          .sort((a, b) => a.startedAt - b.startedAt || (a.jid < b.jid ? -1 : 1))
          .slice(0, Math.max(0, limit));
        for (const { jid } of old) all.delete(jid);
        return old.length;
      }),
  };
}
