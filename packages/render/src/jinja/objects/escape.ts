import type { Budget } from "../budget.js";
import { str } from "./repr.js";
import { Markup, type Py } from "./types.js";

const ENTITIES = new Map([
  ["&", "&amp;"],
  [">", "&gt;"],
  ["<", "&lt;"],
  ["'", "&#39;"],
  ['"', "&#34;"],
]);

export function escapeText(text: string): string {
  return text.replace(/[&><'"]/g, (char) => ENTITIES.get(char) ?? char);
}

/** Text as HTML; what is marked safe stays as it is. */
export function escapeValue(value: Py, budget: Budget): Markup {
  if (value instanceof Markup) return value;
  const text = escapeText(str(value, budget));
  budget.text(text.length);
  return new Markup(text);
}
