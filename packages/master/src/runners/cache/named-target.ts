import type { FunctionParameter } from "../../functions/master-function.js";

/** Where nothing is forgotten unless somebody is named. */
export const namedTarget: readonly FunctionParameter[] = [
  { name: "tgt", doc: "Target; without one nothing is done.", default: null },
  { name: "tgt_type", doc: "Type of the target.", type: "text", default: "glob" },
];
