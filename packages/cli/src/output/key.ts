import { pyStr, sortedValues, type Value } from "@salina/wire";
import type { ColorName } from "./colors.js";
import { OutputFailure, type OutputSettings, type Outputter, withoutEscapes } from "./outputter.js";

interface Section {
  readonly title: string;
  readonly titleColor: ColorName;
  readonly idColor: ColorName;
}

const sections = new Map<string, Section>([
  ["minions", { title: "Accepted Keys:", titleColor: "LIGHT_GREEN", idColor: "GREEN" }],
  ["minions_pre", { title: "Unaccepted Keys:", titleColor: "LIGHT_RED", idColor: "RED" }],
  ["minions_denied", { title: "Denied Keys:", titleColor: "LIGHT_MAGENTA", idColor: "MAGENTA" }],
  ["minions_rejected", { title: "Rejected Keys:", titleColor: "LIGHT_BLUE", idColor: "BLUE" }],
  ["local", { title: "Local Keys:", titleColor: "LIGHT_MAGENTA", idColor: "MAGENTA" }],
]);

/** Keys by state: lists of ids, or ids with a fingerprint or key text. @source salt/output/key.py */
export const key: Outputter = (value, settings) => {
  if (!(value instanceof Map)) throw new OutputFailure("a mapping is needed");
  const names = sortedValues([...value.keys()], (name) => name) ?? [];
  return names.map((name) => showSection(pyStr(name), value.get(name) ?? null, settings)).join("");
};

function showSection(name: string, keys: Value, settings: OutputSettings): string {
  const section = sections.get(name);
  if (!section) throw new OutputFailure(`unknown state of keys ${name}`);
  const { colors } = settings;
  const ids = Array.isArray(keys) ? keys : keys instanceof Map ? [...keys.keys()] : [];
  const lines = (sortedValues(ids, (id) => id) ?? ids).map((id) => {
    const shown = withoutEscapes(pyStr(id), settings);
    const detail = keys instanceof Map ? `:  ${pyStr(keys.get(id) ?? null)}` : "";
    return `${colors[section.idColor]}${shown}${detail}${colors.ENDC}\n`;
  });
  return `${colors[section.titleColor]}${section.title}${colors.ENDC}\n${lines.join("")}`;
}
