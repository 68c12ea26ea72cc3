import { bind, positional } from "../arguments.js";
import { raise } from "../errors.js";
import { codePointCount, hasAstral, iterate } from "../objects/iterate.js";
import { sliceText } from "../objects/slice.js";
import { truth } from "../objects/truth.js";
import {
  type Args,
  asText,
  needIndex,
  needText,
  type Py,
  PyTuple,
  type Runtime,
  typeName,
  Undefined,
} from "../objects/types.js";
import { encodeText } from "./bytes.js";
import type { Method } from "./method.js";
import { capitalize, isLower, isTitle, isUpper, swapCase, title } from "./text-case.js";
import {
  isSpace,
  splitAt,
  splitAtRight,
  splitLines,
  splitWords,
  splitWordsRight,
  stripLeft,
  stripRight,
} from "./text-split.js";

/** `format` and `format_map` are not here: they reach into values and so belong to the attribute access. */
export const STR_METHODS: ReadonlyMap<string, Method<string>> = new Map<string, Method<string>>([
  ["capitalize", plain(capitalize)],
  ["casefold", plain((text) => text.toUpperCase().toLowerCase())],
  ["lower", plain((text) => text.toLowerCase())],
  ["upper", plain((text) => text.toUpperCase())],
  ["swapcase", plain(swapCase)],
  ["title", plain(title)],
  ["isalnum", plain((text) => /^[\p{L}\p{Nd}\p{Nl}\p{No}]+$/u.test(text))],
  ["isalpha", plain((text) => /^\p{L}+$/u.test(text))],
  // biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII has them
  ["isascii", plain((text) => /^[\x00-\x7f]*$/.test(text))],
  ["isdecimal", plain((text) => /^\p{Nd}+$/u.test(text))],
  ["isdigit", plain((text) => /^[\p{Nd}\u00b2\u00b3\u00b9\u2070\u2074-\u2079\u2080-\u2089]+$/u.test(text))],
  ["isidentifier", plain((text) => /^[\p{ID_Start}_][\p{ID_Continue}]*$/u.test(text))],
  ["islower", plain(isLower)],
  ["isnumeric", plain((text) => /^\p{N}+$/u.test(text))],
  ["isprintable", plain((text) => !/[\p{C}\p{Z}]/u.test(text.replaceAll(" ", "")))],
  ["isspace", plain(isSpace)],
  ["istitle", plain(isTitle)],
  ["isupper", plain(isUpper)],
  ["strip", strip("strip", (text, chars) => stripRight(stripLeft(text, chars), chars))],
  ["lstrip", strip("lstrip", stripLeft)],
  ["rstrip", strip("rstrip", stripRight)],
  ["split", split("split", splitWords, splitAt)],
  ["rsplit", split("rsplit", splitWordsRight, splitAtRight)],
  ["splitlines", splitLinesOf],
  ["partition", partition("partition", (text, part) => text.indexOf(part), false)],
  ["rpartition", partition("rpartition", (text, part) => text.lastIndexOf(part), true)],
  ["join", join],
  ["replace", replace],
  [
    "removeprefix",
    (self, given) =>
      cut(
        "removeprefix",
        self,
        given,
        (part) => self.startsWith(part),
        (n) => self.slice(n),
      ),
  ],
  [
    "removesuffix",
    (self, given) =>
      cut(
        "removesuffix",
        self,
        given,
        (part) => self.endsWith(part),
        (n) => self.slice(0, self.length - n),
      ),
  ],
  ["startswith", affix("startswith", (text, part) => text.startsWith(part))],
  ["endswith", affix("endswith", (text, part) => text.endsWith(part))],
  ["find", search("find", (text, part) => text.indexOf(part))],
  ["rfind", search("rfind", (text, part) => text.lastIndexOf(part))],
  ["index", search("index", (text, part) => text.indexOf(part), true)],
  ["rindex", search("rindex", (text, part) => text.lastIndexOf(part), true)],
  ["count", count],
  ["center", justify("center")],
  ["ljust", justify("ljust")],
  ["rjust", justify("rjust")],
  ["zfill", zfill],
  ["expandtabs", expandTabs],
  ["encode", (self, given) => encodeText(self, bind("encode", ["encoding", "errors"], 0, given))],
  ["translate", () => raise("TypeError", "str.translate() is not available in templates")],
]);

function plain(work: (text: string) => Py): Method<string> {
  return (self, given, rt) => {
    positional("str method", 0, 0, given);
    rt.budget.text(self.length * 2);
    return work(self);
  };
}

function strip(name: string, work: (text: string, chars: string | null) => string): Method<string> {
  return (self, given) => {
    const [chars = null] = positional(name, 0, 1, given);
    return work(self, chars === null ? null : needText(chars, `${name} arg`));
  };
}

function split(
  name: string,
  words: (text: string, most: number) => string[],
  at: (text: string, separator: string, most: number) => string[],
): Method<string> {
  return (self, given, rt) => {
    const [separator = null, most = -1n] = bind(name, ["sep", "maxsplit"], 0, given);
    rt.budget.elements(Math.min(self.length, rt.budget.limits.elements));
    const limit = needIndex(most);
    if (separator === null) return words(self, limit);
    const text = needText(separator, "sep");
    if (text === "") raise("ValueError", "empty separator");
    return at(self, text, limit);
  };
}

function splitLinesOf(self: string, given: Args, rt: Runtime): Py {
  const [keepEnds = false] = bind("splitlines", ["keepends"], 0, given);
  rt.budget.text(self.length);
  return splitLines(self, truth(keepEnds));
}

function partition(name: string, find: (text: string, part: string) => number, right: boolean): Method<string> {
  return (self, given) => {
    const [separator = ""] = positional(name, 1, 1, given);
    const part = needText(separator, "sep");
    if (part === "") raise("ValueError", "empty separator");
    const at = find(self, part);
    if (at < 0) return new PyTuple(right ? ["", "", self] : [self, "", ""]);
    return new PyTuple([self.slice(0, at), part, self.slice(at + part.length)]);
  };
}

function join(self: string, given: Args, rt: Runtime): Py {
  const [items = ""] = positional("join", 1, 1, given);
  const parts: string[] = [];
  let length = 0;
  for (const item of iterate(items, rt.budget)) {
    const text = asText(item);
    if (text === undefined) {
      if (item instanceof Undefined) item.fail();
      raise("TypeError", `sequence item ${parts.length}: expected str instance, ${typeName(item)} found`);
    }
    length += text.length + self.length;
    rt.budget.text(length);
    parts.push(text);
  }
  return parts.join(self);
}

function replace(self: string, given: Args, rt: Runtime): Py {
  const [old = "", by = "", most = -1n] = positional("replace", 2, 3, given);
  return replaceText(
    self,
    needText(old, "replace() argument 1"),
    needText(by, "replace() argument 2"),
    needIndex(most),
    rt,
  );
}

/** @param most how many, from the left; negative for all */
export function replaceText(text: string, old: string, by: string, most: number, rt: Runtime): string {
  const parts = old === "" ? betweenAll(text) : text.split(old);
  const changes = most < 0 ? parts.length - 1 : Math.min(most, parts.length - 1);
  rt.budget.text(text.length + changes * by.length);
  const rest = parts.slice(changes).join(old);
  return changes === 0 ? text : `${parts.slice(0, changes).join(by)}${by}${rest}`;
}

function betweenAll(text: string): string[] {
  return ["", ...text, ""];
}

function cut(
  name: string,
  self: string,
  given: Args,
  has: (part: string) => boolean,
  without: (length: number) => string,
): Py {
  const [value = ""] = positional(name, 1, 1, given);
  const part = needText(value, `${name}() argument`);
  return part !== "" && has(part) ? without(part.length) : self;
}

function range(self: string, start: Py, stop: Py, rt: Runtime): { text: string; offset: number; beyond: boolean } {
  if (start === null && stop === null) return { text: self, offset: 0, beyond: false };
  const length = codePointCount(self);
  const from = start === null ? 0 : needIndex(start);
  const offset = from < 0 ? Math.max(0, from + length) : from;
  return { text: sliceText(self, { start, stop, step: null }, rt.budget), offset, beyond: offset > length };
}

function affix(name: string, has: (text: string, part: string) => boolean): Method<string> {
  return (self, given, rt) => {
    const [value = "", start = null, stop = null] = positional(name, 1, 3, given);
    const { text, beyond } = range(self, start, stop, rt);
    const parts = value instanceof PyTuple ? value.items : [value];
    if (beyond) return false;
    return parts.some((part) => {
      const wanted = asText(part);
      if (wanted === undefined) {
        if (part instanceof Undefined) part.fail();
        raise("TypeError", `${name} first arg must be str or a tuple of str, not ${typeName(part)}`);
      }
      return has(text, wanted);
    });
  };
}

function search(name: string, find: (text: string, part: string) => number, strict = false): Method<string> {
  return (self, given, rt) => {
    const [value = "", start = null, stop = null] = positional(name, 1, 3, given);
    const part = needText(value, "must be str");
    const { text, offset, beyond } = range(self, start, stop, rt);
    const at = beyond ? -1 : find(text, part);
    if (at < 0 && strict) raise("ValueError", "substring not found");
    if (at < 0) return -1n;
    return BigInt(offset + (hasAstral(text) ? codePointCount(text.slice(0, at)) : at));
  };
}

function count(self: string, given: Args, rt: Runtime): Py {
  const [value = "", start = null, stop = null] = positional("count", 1, 3, given);
  const part = needText(value, "must be str");
  const { text, beyond } = range(self, start, stop, rt);
  if (beyond) return 0n;
  return BigInt(part === "" ? codePointCount(text) + 1 : text.split(part).length - 1);
}

function justify(name: "center" | "ljust" | "rjust"): Method<string> {
  return (self, given, rt) => {
    const [width = 0n, fill = " "] = positional(name, 1, 2, given);
    const char = needText(fill, "The fill character");
    if (codePointCount(char) !== 1) raise("TypeError", "The fill character must be exactly one character long");
    return justified(self, needIndex(width), name, char, rt);
  };
}

export function justified(
  text: string,
  width: number,
  how: "center" | "ljust" | "rjust",
  fill: string,
  rt: Runtime,
): string {
  rt.budget.text(Math.max(width, 0));
  const missing = Math.max(0, width - codePointCount(text));
  if (how === "ljust") return text + fill.repeat(missing);
  if (how === "rjust") return fill.repeat(missing) + text;
  // CPython puts the odd one to the left only when both the missing and the width are odd.
  const left = (missing >> 1) + (missing & width & 1);
  return fill.repeat(left) + text + fill.repeat(missing - left);
}

function zfill(self: string, given: Args, rt: Runtime): Py {
  const [width = 0n] = positional("zfill", 1, 1, given);
  const size = needIndex(width);
  rt.budget.text(Math.max(size, 0));
  const missing = Math.max(0, size - codePointCount(self));
  const sign = self.startsWith("-") || self.startsWith("+") ? self.charAt(0) : "";
  return sign + "0".repeat(missing) + self.slice(sign.length);
}

function expandTabs(self: string, given: Args, rt: Runtime): Py {
  const [size = 8n] = bind("expandtabs", ["tabsize"], 0, given);
  const width = needIndex(size);
  let column = 0;
  let made = "";
  for (const char of self) {
    if (char === "\t") {
      const fill = width > 0 ? width - (column % width) : 0;
      rt.budget.text(made.length + fill);
      made += " ".repeat(fill);
      column += fill;
    } else {
      made += char;
      column = char === "\n" || char === "\r" ? 0 : column + 1;
    }
  }
  return made;
}
