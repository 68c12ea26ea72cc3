import { type Target, type TargetType, targetTypes } from "@salina/api";
import { type Chunk, textOf } from "./read-body.js";
import { wrongField } from "./refusal.js";

/** The target of a chunk. `expr_form` is the older name of `tgt_type`; a list may come as text with commas. @throws Refusal 400 */
export function targetOf(chunk: Chunk): Target {
  const given = textOf(chunk, "tgt_type") ?? textOf(chunk, "expr_form") ?? "glob";
  const type = targetTypes.find((one): one is TargetType => one === given);
  if (type === undefined) throw wrongField("tgt_type", `expected one of ${targetTypes.join(", ")}`);
  const tgt = chunk.get("tgt");
  const delimiter = textOf(chunk, "delimiter");
  const more = delimiter === undefined || delimiter === ":" ? {} : { delimiter };
  if (Array.isArray(tgt)) {
    if (!tgt.every((one) => typeof one === "string")) throw wrongField("tgt", "expected a list of texts");
    if (type !== "list" && type !== "compound") throw wrongField("tgt", `a list is no target of the type ${type}`);
    return { type, expression: tgt, ...more };
  }
  const text = textOf(chunk, "tgt");
  if (text === undefined) throw wrongField("tgt", "is missing");
  if (type !== "list") return { type, expression: text, ...more };
  return {
    type,
    expression: text
      .split(",")
      .map((id) => id.trim())
      .filter((id) => id !== ""),
  };
}
