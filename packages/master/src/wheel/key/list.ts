import type { KeyState } from "@salina/api";
import type { Encodable } from "@salina/wire";
import { keyLists } from "../../keys/key-lists.js";
import type { WheelContext, WheelFunction } from "../wheel-function.js";
import { allKeys } from "./list-all.js";

const beginnings: readonly (readonly [string, KeyState])[] = [
  ["acc", "accepted"],
  ["pre", "pending"],
  ["un", "pending"],
  ["rej", "rejected"],
  ["den", "denied"],
];

export const list: WheelFunction = {
  name: "key.list",
  doc: "The ids of one list of keys, or of all.",
  reads: true,
  parameters: [
    {
      name: "match",
      type: "text",
      doc: "`accepted`, `pre`, `un`, `rejected`, `denied` or `all`; the beginning is enough.",
    },
  ],
  run: (given, context) => listed(given.text("match"), context),
};

async function listed(name: string, context: WheelContext): Promise<Encodable> {
  if (name.startsWith("all")) return await allKeys(context);
  const state = beginnings.find(([beginning]) => name.startsWith(beginning))?.[1];
  if (!state) return new Map();
  const ids = (await context.keys.match(["*"], [state])).map(({ id }) => id);
  return new Map([[keyLists.get(state) ?? state, ids]]);
}
