import { raise } from "../errors.js";
import { PyDict } from "../objects/dict.js";
import { escapeValue } from "../objects/escape.js";
import { asciiRepr, repr, str } from "../objects/repr.js";
import { type Args, Markup, type Py, type Runtime } from "../objects/types.js";
import { formatValue } from "./spec.js";

/** How fields reach into a value. They must be those of the sandbox. */
export interface FieldAccess {
  attribute(object: Py, name: string): Py;
  item(object: Py, key: Py): Py;
}

/** `"...".format(...)`. @source CPython Lib/string.py, class Formatter; jinja2/sandbox.py, class SandboxedFormatter */
export function formatBraces(template: Py, given: Args, access: FieldAccess, rt: Runtime): Py {
  const safe = template instanceof Markup;
  const text = safe ? template.text : String(template);
  const made = new Formatter(given, access, rt, safe).format(text, 2);
  return safe ? new Markup(made) : made;
}

class Formatter {
  readonly #given: Args;
  readonly #access: FieldAccess;
  readonly #rt: Runtime;
  readonly #safe: boolean;
  /** Number of the next field without a name; undefined once fields are numbered by hand. */
  #auto: number | undefined = 0;

  constructor(given: Args, access: FieldAccess, rt: Runtime, safe: boolean) {
    this.#given = given;
    this.#access = access;
    this.#rt = rt;
    this.#safe = safe;
  }

  format(text: string, depth: number): string {
    if (depth < 0) raise("ValueError", "Max string recursion exceeded");
    let made = "";
    let at = 0;
    while (at < text.length) {
      this.#rt.budget.step();
      const char = text.charAt(at);
      if ((char === "{" || char === "}") && text.charAt(at + 1) === char) {
        made += char;
        at += 2;
      } else if (char === "}") {
        raise("ValueError", "Single '}' encountered in format string");
      } else if (char === "{") {
        const end = closing(text, at);
        made += this.#field(text.slice(at + 1, end), depth);
        at = end + 1;
      } else {
        made += char;
        at += 1;
      }
      this.#rt.budget.text(made.length);
    }
    return made;
  }

  #field(field: string, depth: number): string {
    const split = /^((?:[^[\]!:]|\[[^\]]*\])*)(?:!([\s\S])?)?(?::([\s\S]*))?$/.exec(field);
    if (split === null) raise("ValueError", "expected ':' after conversion specifier");
    const [, name = "", conversion, spec] = split;
    let value = this.#lookUp(name);
    if (conversion === "r") value = repr(value, this.#rt.budget);
    else if (conversion === "s") value = str(value, this.#rt.budget);
    else if (conversion === "a") value = asciiRepr(value, this.#rt.budget);
    else if (field.slice(name.length).startsWith("!")) {
      raise("ValueError", `Unknown conversion specifier ${conversion ?? ""}`.trim());
    }
    const filled = spec === undefined ? "" : this.format(spec, depth - 1);
    const text = formatValue(value, filled, this.#rt);
    return this.#safe && !(value instanceof Markup) ? escapeValue(text, this.#rt.budget).text : text;
  }

  #lookUp(name: string): Py {
    const found = /^([^.[]*)([\s\S]*)$/.exec(name);
    let value = this.#first(found?.[1] ?? "");
    let rest = found?.[2] ?? "";
    while (rest !== "") {
      const part = /^(?:\.([^.[]+)|\[([^\]]+)\])/.exec(rest);
      if (part === null) raise("ValueError", "Empty attribute in format string");
      const [whole, attribute, key = ""] = part;
      if (attribute !== undefined) value = this.#access.attribute(value, attribute);
      else value = this.#access.item(value, /^\d+$/.test(key) ? BigInt(key) : key);
      rest = rest.slice(whole.length);
    }
    return value;
  }

  #first(name: string): Py {
    if (name === "") {
      if (this.#auto === undefined) {
        raise("ValueError", "cannot switch from manual field specification to automatic field numbering");
      }
      this.#auto += 1;
      return this.#positional(this.#auto - 1);
    }
    if (!/^\d+$/.test(name)) {
      const value = this.#given.named.get(name);
      if (value === undefined) raise("KeyError", `'${name}'`);
      return value;
    }
    if (this.#auto !== undefined && this.#auto > 0) {
      raise("ValueError", "cannot switch from manual field specification to automatic field numbering");
    }
    this.#auto = undefined;
    return this.#positional(Number(name));
  }

  #positional(at: number): Py {
    const value = this.#given.positional[at];
    if (value === undefined) raise("IndexError", `Replacement index ${at} out of range for positional args tuple`);
    return value;
  }
}

function closing(text: string, open: number): number {
  let depth = 0;
  for (let at = open; at < text.length; at += 1) {
    if (text.charAt(at) === "{") depth += 1;
    else if (text.charAt(at) === "}") {
      depth -= 1;
      if (depth === 0) return at;
    }
  }
  return raise(
    "ValueError",
    open === text.length - 1 ? "Single '{' encountered in format string" : "expected '}' before end of string",
  );
}

/** The named arguments that `format_map` takes from a dict. */
export function namedOf(dict: Py): Map<string, Py> {
  if (!(dict instanceof PyDict)) raise("TypeError", "format_map() argument must be a mapping");
  const named = new Map<string, Py>();
  for (const [key, value] of dict.entries()) if (typeof key === "string") named.set(key, value);
  return named;
}
