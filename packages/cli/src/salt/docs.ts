import type { Value } from "@salina/wire";
import { compareText, pyStr } from "@salina/wire";
import type { Io } from "../io.js";
import type { Display } from "../output/display.js";

/** Joins the documentation that several minions returned: the first text of each function wins. */
export function mergeDocs(returns: Iterable<Value>): Map<string, Value> {
  const docs = new Map<string, Value>();
  for (const value of returns) {
    if (!(value instanceof Map)) continue;
    for (const [fun, doc] of value) {
      const name = pyStr(fun);
      if (!docs.has(name) && doc !== null && doc !== "" && doc !== false) docs.set(name, doc);
    }
  }
  return new Map([...docs].sort(([a], [b]) => compareText(a, b)));
}

export async function showDocs(docs: ReadonlyMap<string, Value>, chosen: boolean, display: Display, io: Io) {
  for (const [fun, doc] of docs) {
    if (chosen) await display.show(new Map([[fun, doc]]), { out: "nested" });
    else io.stdout.write(`${fun}:\n${pyStr(doc)}\n\n`);
  }
}
