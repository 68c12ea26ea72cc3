const lineBreak = /\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]/;

/** Python's `str.splitlines`: more kinds of line ends than `\n`, and none after the last line. */
export function splitLines(text: string): string[] {
  const lines = text.split(lineBreak);
  if (lines.at(-1) === "") lines.pop();
  return lines;
}

const trailingSpace = /[\s\x1c-\x1f\x85]+$/u;

/** Python's `str.rstrip()`. A byte order mark is white space in JavaScript, but not in Python. */
export function rightStrip(text: string): string {
  let end = text.length;
  while (end > 0) {
    const last = text.charAt(end - 1);
    if (last === "\ufeff" || !trailingSpace.test(last)) break;
    end--;
  }
  return text.slice(0, end);
}

/** Python's `str.strip()`. */
export function strip(text: string): string {
  const right = rightStrip(text);
  let start = 0;
  while (start < right.length) {
    const first = right.charAt(start);
    if (first === "\ufeff" || !trailingSpace.test(first)) break;
    start++;
  }
  return right.slice(start);
}

/** Orders text as Python does: by code point, where JavaScript's own order is by UTF-16 unit. */
export function compareText(a: string, b: string): number {
  const shorter = Math.min(a.length, b.length);
  for (let i = 0; i < shorter; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) return unitRank(x) - unitRank(y);
  }
  return a.length - b.length;
}

/** Surrogates stand for code points above all others. */
function unitRank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}
