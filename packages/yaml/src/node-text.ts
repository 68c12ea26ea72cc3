import type { YamlNode } from "./node.js";

/** So many nodes of a key that is no scalar are told; its aliases could be endless. */
const maxNodes = 50;
const names = { scalar: "ScalarNode", sequence: "SequenceNode", mapping: "MappingNode" } as const;

/** What PyYAML prints of a node's content in its errors, cut where it grows long. @source yaml/nodes.py */
export function nodeText(node: YamlNode): string {
  if (node.kind === "scalar") return node.text;
  let left = maxNodes;
  const whole = (one: YamlNode): string => {
    left--;
    return left < 0 ? "..." : `${names[one.kind]}(tag=${quoted(one.tag)}, value=${content(one)})`;
  };
  const content = (one: YamlNode): string => {
    if (one.kind === "scalar") return quoted(one.text);
    if (one.kind === "sequence") return `[${one.items.slice(0, maxNodes).map(whole).join(", ")}]`;
    const pairs = one.entries.slice(0, maxNodes).map(([key, value]) => `(${whole(key)}, ${whole(value)})`);
    return `[${pairs.join(", ")}]`;
  };
  return content(node);
}

const shortEscapes = new Map([
  ["\\", "\\\\"],
  ["\n", "\\n"],
  ["\r", "\\r"],
  ["\t", "\\t"],
]);

/** Python's repr of a text. */
function quoted(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const body = text.replace(/[\\'\p{C}\p{Zl}\p{Zp}]|(?! )\p{Zs}/gu, (char) => {
    if (char === "'") return quote === "'" ? "\\'" : char;
    const point = char.codePointAt(0) ?? 0;
    const hex = point.toString(16);
    const long = point < 256 ? `\\x${hex.padStart(2, "0")}` : `\\u${hex.padStart(4, "0")}`;
    return shortEscapes.get(char) ?? (point > 0xffff ? `\\U${hex.padStart(8, "0")}` : long);
  });
  return quote + body + quote;
}
