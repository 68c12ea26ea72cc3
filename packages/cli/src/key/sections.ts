import type { KeyState } from "@salina/api";
import type { Value } from "@salina/wire";

/** The names under which Salt files and shows the states of keys. */
export const sectionNames: Readonly<Record<KeyState, string>> = {
  accepted: "minions",
  pending: "minions_pre",
  rejected: "minions_rejected",
  denied: "minions_denied",
};

/** Ids by section, in the order of `states`. */
export function listSections(
  states: readonly KeyState[],
  keys: readonly { readonly id: string; readonly state: KeyState }[],
  withEmpty: boolean,
): Map<Value, Value> {
  const sections = new Map<Value, Value>();
  for (const state of states) {
    const ids = keys.filter((key) => key.state === state).map(({ id }) => id);
    if (ids.length > 0 || withEmpty) sections.set(sectionNames[state], ids);
  }
  return sections;
}

/** Ids with a detail, such as a fingerprint, by section. */
export function detailSections<Key extends { readonly id: string; readonly state: KeyState }>(
  keys: readonly Key[],
  detail: (key: Key) => string,
): Map<Value, Value> {
  const sections = new Map<Value, Map<Value, Value>>();
  for (const key of keys) {
    const name = sectionNames[key.state];
    const section = sections.get(name) ?? new Map<Value, Value>();
    section.set(key.id, detail(key));
    sections.set(name, section);
  }
  return new Map(sections);
}
