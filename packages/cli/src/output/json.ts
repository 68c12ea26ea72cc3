import { type PythonJsonLayout, pythonJson } from "@salina/wire";
import type { OutputSettings, Outputter } from "./outputter.js";

/** As Python's `json` writes it. @source salt/output/json_out.py */
export const json: Outputter = (value, settings) => {
  const layout = layoutOf(settings.indent);
  try {
    return pythonJson(value, layout);
  } catch (error) {
    if (error instanceof TypeError) return "{}";
    throw error;
  }
};

function layoutOf(indent: OutputSettings["indent"]): PythonJsonLayout {
  if (indent === "pretty") return { indent: 4, sortKeys: true };
  if (indent === undefined) return { indent: 4, sortKeys: false };
  return { indent: indent === null || indent < 0 ? null : indent, sortKeys: false };
}
