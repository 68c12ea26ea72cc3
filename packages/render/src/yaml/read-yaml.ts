import type { Value } from "@salina/wire";
import { RenderError } from "../values.js";
import { Constructor } from "./constructor.js";
import { parseOneDocument } from "./parse-document.js";

/** @source our own limit: security, not Salt's */
export const maxYamlBytes = 1024 * 1024;

/**
 * Reads YAML as Salt reads SLS files: YAML 1.1 without dates (they stay text), a leading zero does not make a number
 * octal, and a key that stands twice in a map is an error. An empty document is null.
 *
 * Nodes that aliases share are shared in the result too; how large it would be written out is bounded.
 *
 * @throws RenderError with the line
 * @source salt/utils/yamlloader.py, class SaltYamlSafeLoader
 */
export function readYaml(text: string, file: string): Value {
  if (Buffer.byteLength(text) > maxYamlBytes) {
    throw new RenderError(`the document is larger than ${maxYamlBytes} bytes`, file, null);
  }
  const parsed = parseOneDocument(text, file);
  return parsed.root === null ? null : new Constructor(parsed, file).read();
}
