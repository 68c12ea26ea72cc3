const SHORT = new Map([
  ["\0", "0"],
  ["\x07", "a"],
  ["\b", "b"],
  ["\t", "t"],
  ["\n", "n"],
  ["\v", "v"],
  ["\f", "f"],
  ["\r", "r"],
  ["\x1b", "e"],
  ['"', '"'],
  ["\\", "\\"],
  ["\x85", "N"],
  ["\xa0", "_"],
  ["\u2028", "L"],
  ["\u2029", "P"],
]);

/** Whether PyYAML writes the character as it is. @source yaml/emitter.py, analyze_scalar */
export function isPrintable(char: string): boolean {
  if (char === "\n" || (char >= " " && char <= "~")) return true;
  if (char === "\ufeff") return false;
  return (
    char === "\x85" ||
    (char >= "\xa0" && char <= "\ud7ff") ||
    (char >= "\ue000" && char <= "\ufffd") ||
    char > "\uffff" ||
    char.length === 2
  );
}

/** A YAML scalar in double quotes on one line. */
export function doubleQuoted(text: string): string {
  let body = "";
  for (const char of text) body += doubleQuotedChar(char);
  return `"${body}"`;
}

export function doubleQuotedChar(char: string): string {
  const short = SHORT.get(char);
  if (short !== undefined) return `\\${short}`;
  if (isPrintable(char)) return char;
  const code = char.codePointAt(0) ?? 0;
  if (code <= 0xff) return `\\x${code.toString(16).toUpperCase().padStart(2, "0")}`;
  if (code <= 0xffff) return `\\u${code.toString(16).toUpperCase().padStart(4, "0")}`;
  return `\\U${code.toString(16).toUpperCase().padStart(8, "0")}`;
}
