import { text, type ValueMap } from "@salina/wire";

/** Whether a publish means this id. Knows globs with `*` and `?`, plain expressions, and lists: enough for simulated minions. */
export function isTargeted(load: ValueMap, id: string): boolean {
  const target = load.get("tgt");
  const kind = text(load, "tgt_type") ?? "glob";
  if (kind === "list") return (typeof target === "string" ? target.split(",") : asList(target)).includes(id);
  if (typeof target !== "string") return false;
  // Minions match expressions from the start, not to the end.
  if (kind === "pcre") return new RegExp(`^(?:${target})`).test(id);
  if (kind !== "glob") return false;
  const literal = target.replace(/[.+^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`^${literal.replaceAll("*", ".*").replaceAll("?", ".")}$`, "s").test(id);
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
