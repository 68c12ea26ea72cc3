import { Ext, pythonBytes, pythonText, type Value } from "@salina/wire";

/** Longer texts are not compared: a hostile value costs no more than this. */
export const maxTextLength = 65_536;
const maxDepth = 64;

/** Python's `str` of a value; undefined where it would be longer than `maxTextLength` or nested too deep. */
export function pythonStr(value: Value): string | undefined {
  if (typeof value === "string") return value.length > maxTextLength ? undefined : value;
  if (value instanceof Ext) return dateText(value);
  if (!Array.isArray(value) && !(value instanceof Map)) return scalarText(value);
  const pieces: string[] = [];
  return appendRepr(value, pieces, { left: maxTextLength }, 0) ? pieces.join("") : undefined;
}

function scalarText(value: Value): string | undefined {
  if (value instanceof Uint8Array) return value.length > maxTextLength ? undefined : pythonBytes(value);
  return pythonText(value);
}

function appendRepr(value: Value, pieces: string[], room: { left: number }, depth: number): boolean {
  if (depth > maxDepth) return false;
  const put = (text: string) => {
    pieces.push(text);
    room.left -= text.length;
    return room.left >= 0;
  };
  if (Array.isArray(value)) {
    if (!put("[")) return false;
    for (const [n, item] of value.entries()) {
      if ((n > 0 && !put(", ")) || !appendRepr(item, pieces, room, depth + 1)) return false;
    }
    return put("]");
  }
  if (value instanceof Map) {
    if (!put("{")) return false;
    let first = true;
    for (const [key, item] of value) {
      if (!first && !put(", ")) return false;
      first = false;
      if (!appendRepr(key, pieces, room, depth + 1) || !put(": ")) return false;
      if (!appendRepr(item, pieces, room, depth + 1)) return false;
    }
    return put("}");
  }
  if (typeof value === "string") return value.length <= room.left && put(textRepr(value));
  if (value instanceof Ext)
    return put(dateRepr(value) ?? `ExtType(code=${value.type}, data=${pythonBytes(value.data)})`);
  const text = scalarText(value);
  return text !== undefined && put(text);
}

const shortEscapes = new Map([
  ["\\", "\\\\"],
  ["\n", "\\n"],
  ["\r", "\\r"],
  ["\t", "\\t"],
]);
const unprintable = /[\p{C}\p{Z}]/u;

function textRepr(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  let shown = "";
  for (const char of text) {
    const short = shortEscapes.get(char);
    if (char === quote) shown += `\\${char}`;
    else if (short !== undefined) shown += short;
    else if (char === " " || !unprintable.test(char)) shown += char;
    else shown += escapeCodePoint(char.codePointAt(0) ?? 0);
  }
  return quote + shown + quote;
}

function escapeCodePoint(code: number): string {
  const hex = code.toString(16);
  if (code < 0x100) return `\\x${hex.padStart(2, "0")}`;
  return code < 0x10000 ? `\\u${hex.padStart(4, "0")}` : `\\U${hex.padStart(8, "0")}`;
}

/** Salt packs dates and times as extension 78 with the text `20240131T235959.000001`, colons between the hours. */
function dateFields(ext: Ext): readonly string[] | undefined {
  if (ext.type !== 78 || ext.data.length > 40) return undefined;
  const found = /^(\d{4})(\d\d)(\d\d)T(\d\d):(\d\d):(\d\d)\.(\d{6})$/.exec(Buffer.from(ext.data).toString("latin1"));
  return found ? found.slice(1) : undefined;
}

function dateText(ext: Ext): string | undefined {
  const fields = dateFields(ext);
  if (!fields) return undefined;
  const [year, month, day, hour, minute, second, micros = "000000"] = fields;
  return `${year}-${month}-${day} ${hour}:${minute}:${second}${micros === "000000" ? "" : `.${micros}`}`;
}

function dateRepr(ext: Ext): string | undefined {
  const numbers = dateFields(ext)?.map(Number);
  if (!numbers) return undefined;
  // Python leaves out seconds and microseconds that are zero, from the right.
  while (numbers.length > 5 && numbers.at(-1) === 0) numbers.pop();
  return `datetime.datetime(${numbers.join(", ")})`;
}
