/** The parts of a result that differ from run to run whoever the master is. */
const fleeting = new Set(["start_time", "duration", "jid", "pid", "_stamp", "fun_jid", "stat"]);

/** What has to be the same on both masters: times, job ids and process ids left out, lists of no order sorted. */
export function lasting(value: unknown): unknown {
  if (typeof value === "string") return withoutFleetingText(value);
  if (Array.isArray(value)) return value.map(lasting);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !fleeting.has(key))
      .map(([key, each]) => [withoutFleetingText(key), lasting(each)]),
  );
}

function withoutFleetingText(text: string): string {
  return (
    text
      // A dry run of `file.recurse` names its files in the order of a Python set.
      .split(/\n+(?=#### )/)
      .sort()
      .join("\n")
      .replace(/\b20\d{18}\b/g, "JID")
      .replace(/0x[0-9a-f]{8,}/g, "ADDRESS")
      .replace(/\b20\d\d-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?\b/g, "TIME")
  );
}
