import type { Value } from "@salina/wire";
import { composeDocument } from "./compose.js";
import { Constructor } from "./constructor.js";
import { maxYamlBytes } from "./limits.js";
import { YamlFault } from "./yaml-fault.js";

/** Control characters, half surrogates and what is no character. */
const unreadable = /[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

/**
 * Reads YAML as Salt reads SLS files: YAML 1.1 without dates (they stay text), a leading zero does not make a number
 * octal, and a key that stands twice in a map is an error. An empty document is null. Errors have libyaml's words.
 *
 * Nodes that aliases share are shared in the result too. Size, depth and how large it would be written out are bounded.
 *
 * @throws YamlFault
 * @source salt/utils/yamlloader.py, class SaltYamlSafeLoader
 */
export function readYaml(text: string): Value {
  if (text.length > maxYamlBytes || Buffer.byteLength(text) > maxYamlBytes) {
    throw new YamlFault("limit", `the document is larger than ${maxYamlBytes} bytes`, null);
  }
  refuseUnreadable(text);
  const root = composeDocument(text);
  return root === null ? null : new Constructor().read(root);
}

function refuseUnreadable(text: string): void {
  const found = unreadable.exec(text);
  if (!found) return;
  const before = text.slice(0, found.index);
  const hex = (found[0].codePointAt(0) ?? 0).toString(16).padStart(4, "0");
  const lines = before.split("\n");
  throw new YamlFault(
    "reader",
    `unacceptable character #x${hex}: control characters are not allowed\n  in "<unicode string>", position ${before.length}`,
    { index: found.index, line: lines.length - 1, column: lines.at(-1)?.length ?? 0 },
  );
}
