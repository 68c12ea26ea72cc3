import type { Value } from "@salina/wire";
import { readYaml as readDocument, YamlFault } from "@salina/yaml";
import { RenderError } from "./values.js";

/** Reads YAML as Salt reads SLS files. @throws RenderError with the line, in libyaml's words */
export function readYaml(text: string, file: string): Value {
  try {
    return readDocument(text);
  } catch (error) {
    if (!(error instanceof YamlFault)) throw error;
    throw new RenderError(error.message, file, error.mark === null ? null : error.mark.line + 1, { cause: error });
  }
}
