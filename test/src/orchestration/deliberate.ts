/**
 * Makes answers of both masters comparable: what is in no order is sorted, and what differs on purpose is taken out
 * (docs/orchestration.md lists it).
 */
export function deliberate(answer: unknown): unknown {
  if (typeof answer === "string") return comparableText(answer);
  if (Array.isArray(answer)) return answer.map(deliberate);
  if (typeof answer !== "object" || answer === null) return answer;
  const isRefused = /^(Missing parameter|State '.*' was not found)/.test(
    String((answer as { comment?: unknown }).comment),
  );
  return Object.fromEntries(
    Object.entries(answer)
      // A step that cannot be called says in ours where it stands, too.
      .filter(([key]) => key !== "__jid__" && !(isRefused && ["__id__", "__sls__"].includes(key)))
      .map(([key, value]) => [key, deliberate(value)]),
  );
}

function comparableText(text: string): string {
  return (
    text
      .replace(/(ran on|on minions:|Updating|made to) ([\w, ]+)/g, (_, words: string, ids: string) => {
        return `${words} ${ids.split(", ").sort().join(", ")}`;
      })
      .replace(/seen in [\d.]+ seconds/, "seen in N seconds")
      // Ours says for whom it has waited, why there is no such state, and where in the file an error is.
      .replace(/^(Timeout value reached\.).*/, "$1")
      .replace(/^Reason: .*$/m, "Reason")
      .replace(/(failed: while [\s\S]*?line \d+, column \d+)\n\n---\n[\s\S]*$/, "$1")
  );
}
