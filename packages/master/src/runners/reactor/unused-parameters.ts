import type { FunctionParameter } from "../../functions/master-function.js";

/** Stock takes them, and does nothing with them. */
export const unused: readonly FunctionParameter[] = [
  { name: "saltenv", doc: "Not used.", default: "base" },
  { name: "test", doc: "Changes nothing.", default: null },
];
