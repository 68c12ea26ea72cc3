/**
 * Tags that say something in the name of the master, or of one minion: who fires them could pose as it, and act through a
 * reactor. A minion has only the shapes below, under its own id. Everything else is free.
 */
const reserved = [
  "key",
  "minion/refresh",
  "salt/auth",
  "salt/beacon",
  "salt/cloud",
  "salt/cluster",
  "salt/fileserver",
  "salt/job",
  "salt/key",
  "salt/minion",
  "salt/netapi",
  "salt/presence",
  "salt/run",
  "salt/stats",
  "salt/syndic",
  "salt/wheel",
  "syndic",
];

/** Beneath a reserved tag: what a minion fires itself, `ID` being its own id. */
const own = [
  ["salt", "beacon", "ID"],
  ["salt", "job", "JID", "prog", "ID"],
  ["salt", "minion", "ID"],
];

/** Old tags begin with a job id. */
const jobId = /^\d{20}/;

/** Whether a tag speaks for somebody: then only shapes of its own are open to a minion. */
export function isReservedTag(tag: string): boolean {
  return jobId.test(tag) || reserved.some((prefix) => tag === prefix || tag.startsWith(`${prefix}/`));
}

/** @source salt/master.py since 3006.12 keeps a list of tags that minions may not fire, for lists of events only */
export function mayFire(minion: string, tag: string): boolean {
  return !isReservedTag(tag) || own.some((shape) => hasShape(tag, shape, minion));
}

function hasShape(tag: string, shape: readonly string[], minion: string): boolean {
  const rest = shape.reduce<string | null>((left, part) => {
    if (left === null) return null;
    if (part === "JID") return /^\d{20}(_[A-Za-z0-9]{1,32})?\//.test(left) ? left.slice(left.indexOf("/") + 1) : null;
    // An id may hold nearly everything, but no slash.
    const wanted = `${part === "ID" ? minion : part}/`;
    return left.startsWith(wanted) ? left.slice(wanted.length) : null;
  }, tag);
  return rest !== null && rest !== "";
}
