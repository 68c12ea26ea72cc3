import { bind } from "../arguments.js";
import { raise } from "../errors.js";
import { percentFormat } from "../format/percent.js";
import { justified, replaceText } from "../methods/str.js";
import { capitalize } from "../methods/text-case.js";
import { splitLines, stripLeft, stripRight } from "../methods/text-split.js";
import { PyDict } from "../objects/dict.js";
import { escapeText, escapeValue } from "../objects/escape.js";
import { codePointCount, iterate } from "../objects/iterate.js";
import { repr, str } from "../objects/repr.js";
import { truth } from "../objects/truth.js";
import {
  type Args,
  asText,
  Markup,
  needIndex,
  needText,
  type Py,
  PyTuple,
  type Runtime,
  typeName,
  Undefined,
} from "../objects/types.js";
import { binary } from "../operators.js";
import type { Filters, PyFilter } from "./filter.js";
import { urlize } from "./urlize.js";
import { wordwrap } from "./wordwrap.js";

export const TEXT_FILTERS: Filters = [
  ["capitalize", onText(capitalize)],
  ["lower", onText((text) => text.toLowerCase())],
  ["upper", onText((text) => text.toUpperCase())],
  ["title", onText(title)],
  ["center", center],
  ["trim", trim],
  ["e", (value, _given, rt) => escapeValue(value, rt.budget)],
  ["escape", (value, _given, rt) => escapeValue(value, rt.budget)],
  ["forceescape", (value, _given, rt) => new Markup(escapeText(str(value, rt.budget)))],
  ["safe", (value, _given, rt) => new Markup(str(value, rt.budget))],
  ["string", (value, _given, rt) => (value instanceof Markup ? value : str(value, rt.budget))],
  ["format", format],
  ["indent", indent],
  ["replace", replace],
  ["striptags", stripTags],
  ["truncate", truncate],
  ["urlencode", urlEncode],
  ["urlize", urlize],
  ["wordcount", (value, _given, rt) => BigInt(str(value, rt.budget).match(/[\p{L}\p{N}_]+/gu)?.length ?? 0)],
  ["wordwrap", wordwrap],
  ["xmlattr", xmlAttributes],
];

function onText(work: (text: string) => string): PyFilter {
  return (value, _given, rt) => like(value, work(str(value, rt.budget)));
}

function like(value: Py, text: string): Py {
  return value instanceof Markup ? new Markup(text) : text;
}

function title(text: string): string {
  return text
    .split(/([-\s({[<]+)/)
    .filter((part) => part !== "")
    .map((part) => {
      const [first = ""] = part;
      return first.toUpperCase() + part.slice(first.length).toLowerCase();
    })
    .join("");
}

function center(value: Py, given: Args, rt: Runtime): Py {
  const [width = 80n] = bind("do_center", ["width"], 0, given);
  return like(value, justified(str(value, rt.budget), needIndex(width), "center", " ", rt));
}

function trim(value: Py, given: Args, rt: Runtime): Py {
  const [chars = null] = bind("do_trim", ["chars"], 0, given);
  const set = chars === null ? null : needText(chars, "strip arg");
  return like(value, stripRight(stripLeft(str(value, rt.budget), set), set));
}

function format(value: Py, { positional, named }: Args, rt: Runtime): Py {
  if (positional.length > 0 && named.size > 0) {
    raise("FilterArgumentError", "can't handle positional and keyword arguments at the same time");
  }
  const template = value instanceof Markup ? value : str(value, rt.budget);
  return percentFormat(template, named.size > 0 ? PyDict.of(named) : new PyTuple(positional), rt);
}

function indent(value: Py, given: Args, rt: Runtime): Py {
  const [width = 4n, first = false, blank = false] = bind("do_indent", ["width", "first", "blank"], 0, given);
  // Python adds a line end first, which fails for what is no text.
  const text = asText(binary(value, "+", "\n", rt)) ?? "";
  const by = asText(width) ?? " ".repeat(checked(needIndex(width), rt));
  const lines = splitLines(text);
  rt.budget.text(text.length + lines.length * by.length);
  const made = lines.map((line, at) => (at > 0 && (truth(blank) || line !== "") ? by + line : line)).join("\n");
  return like(value, truth(first) ? by + made : made);
}

function checked(width: number, rt: Runtime): number {
  rt.budget.text(Math.max(width, 0));
  return Math.max(width, 0);
}

function replace(value: Py, given: Args, rt: Runtime): Py {
  const [old = "", by = "", count = null] = bind("do_replace", ["old", "new", "count"], 2, given);
  const most = count === null ? -1 : needIndex(count);
  if (!rt.autoescape) {
    return replaceText(str(value, rt.budget), str(old, rt.budget), str(by, rt.budget), most, rt);
  }
  const safe = old instanceof Markup || by instanceof Markup || value instanceof Markup;
  const text = safe ? escapeValue(value, rt.budget).text : str(value, rt.budget);
  const part = (one: Py): string => (safe ? escapeValue(one, rt.budget).text : str(one, rt.budget));
  const made = replaceText(text, part(old), part(by), most, rt);
  return safe ? new Markup(made) : made;
}

function stripTags(value: Py, _given: Args, rt: Runtime): Py {
  const text = str(value, rt.budget)
    .replace(/<!--[\s\S]*?-->/g, "")
    .replace(/<[^>]*>/g, "");
  const words = text.split(/\s+/).filter((word) => word !== "");
  return words.join(" ").replace(/&(amp|lt|gt|#39|#34|quot);/g, (whole, name: string) => UNESCAPED.get(name) ?? whole);
}

const UNESCAPED = new Map([
  ["amp", "&"],
  ["lt", "<"],
  ["gt", ">"],
  ["#39", "'"],
  ["#34", '"'],
  ["quot", '"'],
]);

function truncate(value: Py, given: Args, rt: Runtime): Py {
  const [size = 255n, killWords = false, end = "...", slack = null] = bind(
    "do_truncate",
    ["length", "killwords", "end", "leeway"],
    0,
    given,
  );
  const length = needIndex(size);
  const ending = needText(end, "end");
  const leeway = slack === null ? 5 : needIndex(slack);
  const keep = length - codePointCount(ending);
  if (keep < 0) raise("AssertionError", `expected length >= ${codePointCount(ending)}, got ${length}`);
  if (leeway < 0) raise("AssertionError", `expected leeway >= 0, got ${leeway}`);
  if (value instanceof Undefined) value.use();
  const chars = Array.from(asText(value) ?? raise("TypeError", `object of type '${typeName(value)}' has no len()`));
  rt.budget.step(chars.length >> 4);
  if (chars.length <= length + leeway) return value;
  const cut = chars.slice(0, keep).join("");
  if (truth(killWords)) return like(value, cut + ending);
  const space = cut.lastIndexOf(" ");
  return like(value, (space < 0 ? cut : cut.slice(0, space)) + ending);
}

/** @source jinja2/utils.py, url_quote */
function quoteUrl(value: Py, query: boolean, rt: Runtime): string {
  const bytes = value instanceof Uint8Array ? Buffer.from(value) : Buffer.from(str(value, rt.budget), "utf8");
  let made = "";
  for (const byte of bytes) {
    const char = String.fromCharCode(byte);
    if (/[A-Za-z0-9_.~-]/.test(char) || (char === "/" && !query)) made += char;
    else if (char === " " && query) made += "+";
    else made += `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
  }
  return made;
}

function urlEncode(value: Py, _given: Args, rt: Runtime): Py {
  const single = asText(value) !== undefined || typeof value !== "object" || value === null;
  if (single) return quoteUrl(value, false, rt);
  const pairs: string[] = [];
  const items = value instanceof PyDict ? [...value.entries()] : iterate(value, rt.budget);
  for (const item of items) {
    const [key = null, entry = null] =
      Array.isArray(item) && value instanceof PyDict ? item : [...iterate(item, rt.budget)];
    pairs.push(`${quoteUrl(key, true, rt)}=${quoteUrl(entry, true, rt)}`);
  }
  return pairs.join("&");
}

function xmlAttributes(value: Py, given: Args, rt: Runtime): Py {
  const [space = true] = bind("do_xmlattr", ["autospace"], 0, given);
  if (!(value instanceof PyDict)) raise("AttributeError", `'${typeName(value)}' object has no attribute 'items'`);
  const parts: string[] = [];
  for (const [key, entry] of value.entries()) {
    if (entry === null || entry instanceof Undefined) continue;
    const name = needText(key, "attribute name");
    if (/[\s/>=]/.test(name)) raise("ValueError", `Invalid character in attribute name: ${repr(name, rt.budget)}`);
    parts.push(`${escapeText(name)}="${escapeValue(entry, rt.budget).text}"`);
  }
  const made = parts.join(" ");
  const text = truth(space) && made !== "" ? ` ${made}` : made;
  return rt.autoescape ? new Markup(text) : text;
}
