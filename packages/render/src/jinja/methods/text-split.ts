/** Python's white space, which is more than JavaScript's in places and less in others. */
const SPACE = "\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";
const LEADING = new RegExp(`^[${SPACE}]+`);
const NOT_SPACE = new RegExp(`[^${SPACE}]`);
const ALL_SPACE = new RegExp(`^[${SPACE}]+$`);
const ONE_SPACE = new RegExp(`[${SPACE}]`);

export function isSpace(text: string): boolean {
  return ALL_SPACE.test(text);
}

export function stripLeft(text: string, chars: string | null): string {
  if (chars === null) return text.replace(LEADING, "");
  const set = new Set(chars);
  let at = 0;
  for (const char of text) {
    if (!set.has(char)) break;
    at += char.length;
  }
  return text.slice(at);
}

export function stripRight(text: string, chars: string | null): string {
  const set = chars === null ? undefined : new Set(chars);
  let end = text.length;
  while (end > 0) {
    const low = text.charCodeAt(end - 1);
    const size = low >= 0xdc00 && low < 0xe000 && end > 1 ? 2 : 1;
    const char = text.slice(end - size, end);
    if (set === undefined ? NOT_SPACE.test(char) : !set.has(char)) break;
    end -= size;
  }
  return text.slice(0, end);
}

/** Words between runs of white space. @param most how many cuts; negative for all */
export function splitWords(text: string, most: number): string[] {
  const words: string[] = [];
  let rest = stripLeft(text, null);
  while (rest !== "") {
    const end = most >= 0 && words.length >= most ? -1 : rest.search(ONE_SPACE);
    if (end < 0) {
      words.push(rest);
      return words;
    }
    words.push(rest.slice(0, end));
    rest = stripLeft(rest.slice(end), null);
  }
  return words;
}

export function splitWordsRight(text: string, most: number): string[] {
  if (most < 0) return splitWords(text, -1);
  const words: string[] = [];
  let rest = stripRight(text, null);
  while (rest !== "") {
    if (words.length >= most) {
      words.unshift(rest);
      return words;
    }
    let start = rest.length;
    while (start > 0 && NOT_SPACE.test(rest.charAt(start - 1))) start -= 1;
    words.unshift(rest.slice(start));
    rest = stripRight(rest.slice(0, start), null);
  }
  return words;
}

export function splitAt(text: string, separator: string, most: number): string[] {
  const parts = text.split(separator);
  if (most < 0 || parts.length <= most + 1) return parts;
  return [...parts.slice(0, most), parts.slice(most).join(separator)];
}

export function splitAtRight(text: string, separator: string, most: number): string[] {
  const parts: string[] = [];
  let rest = text;
  while (most < 0 || parts.length < most) {
    const at = lastIndex(rest, separator);
    if (at < 0) break;
    parts.unshift(rest.slice(at + separator.length));
    rest = rest.slice(0, at);
  }
  return [rest, ...parts];
}

function lastIndex(text: string, part: string): number {
  return text.length < part.length ? -1 : text.lastIndexOf(part);
}

/** Python's line ends are many more than `\n`. */
export function splitLines(text: string, keepEnds = false): string[] {
  const lines: string[] = [];
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are Python's line ends
  const pattern = /\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]/g;
  let last = 0;
  for (const found of text.matchAll(pattern)) {
    lines.push(text.slice(last, keepEnds ? found.index + found[0].length : found.index));
    last = found.index + found[0].length;
  }
  if (last < text.length) lines.push(text.slice(last));
  return lines;
}
