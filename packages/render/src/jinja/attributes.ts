import { positional } from "./arguments.js";
import { raise } from "./errors.js";
import { formatBraces, namedOf } from "./format/braces.js";
import { BYTES_METHODS } from "./methods/bytes.js";
import { DICT_METHODS } from "./methods/dict.js";
import { LIST_METHODS, TUPLE_METHODS } from "./methods/list.js";
import type { Methods } from "./methods/method.js";
import { FLOAT_METHODS, INT_METHODS, numberAttribute } from "./methods/number.js";
import { SET_METHODS } from "./methods/set.js";
import { STR_METHODS } from "./methods/str.js";
import { PyDict } from "./objects/dict.js";
import { escapeValue } from "./objects/escape.js";
import { PySet } from "./objects/set.js";
import { elementAt, type Slice, sliceOf } from "./objects/slice.js";
import {
  type Args,
  asInteger,
  asText,
  Markup,
  type Py,
  PyFunction,
  PyObject,
  PyRange,
  PyTuple,
  type Runtime,
  typeName,
  Undefined,
} from "./objects/types.js";

/** `object.name`: an attribute, else the item of that name. @source jinja2/sandbox.py, getattr */
export function attributeOf(object: Py, name: string, rt: Runtime): Py {
  if (object instanceof Undefined) return object.fail();
  const found = findAttribute(object, name, rt);
  if (found !== undefined) return found;
  const item = findItem(object, name);
  return item === undefined ? rt.missingAttribute(object, name) : item;
}

/** `object[key]`: an item, else the attribute of that name. @source jinja2/sandbox.py, getitem */
export function itemOf(object: Py, key: Py, rt: Runtime): Py {
  if (object instanceof Undefined) return object.fail();
  const found = findItem(object, key);
  if (found !== undefined) return found;
  const name = asText(key);
  const attribute = name === undefined ? undefined : findAttribute(object, name, rt);
  return attribute === undefined ? rt.missingAttribute(object, key) : attribute;
}

/** `object[a:b:c]` */
export function sliceItem(object: Py, slice: Slice, rt: Runtime): Py {
  if (object instanceof Undefined) return object.fail();
  const sliceable =
    asText(object) !== undefined ||
    Array.isArray(object) ||
    object instanceof PyTuple ||
    object instanceof PyRange ||
    object instanceof Uint8Array;
  if (!sliceable) return rt.undefinedValue(`${typeName(object)} object has no element slice(None, None, None)`);
  return sliceOf(object, slice, rt.budget);
}

function findItem(object: Py, key: Py): Py | undefined {
  if (object instanceof PyDict) return hashable(key) ? object.get(key) : undefined;
  if (object instanceof PyObject) return object.item(key);
  return asInteger(key) === undefined ? undefined : elementAt(object, key);
}

function hashable(key: Py): boolean {
  return !(Array.isArray(key) || key instanceof PyDict || key instanceof PySet);
}

/** What every Python object has, so that the sandbox calls it unsafe instead of missing. */
const PYTHON_INTERNALS =
  /^__(class|doc|dir|eq|ne|lt|le|gt|ge|hash|init|new|repr|str|format|reduce|reduce_ex|sizeof|getattribute|setattr|delattr|subclasshook|init_subclass)__$/;

/** The attribute itself, without looking for items; undefined where there is none. */
export function findAttribute(object: Py, name: string, rt: Runtime): Py | undefined {
  if (PYTHON_INTERNALS.test(name)) {
    const message = `access to attribute '${name}' of '${typeName(object)}' object is unsafe.`;
    return new Undefined(message, true, "SecurityError");
  }
  if (object instanceof PyObject) return object.attribute(name);
  if (name.startsWith("_")) return undefined;
  const text = asText(object);
  if (text !== undefined) return textAttribute(object, text, name, rt);
  if (Array.isArray(object)) return method(LIST_METHODS, object, "list", name);
  if (object instanceof PyDict) return method(DICT_METHODS, object, "dict", name);
  if (object instanceof PyTuple) {
    const field = object.fields?.indexOf(name) ?? -1;
    return field >= 0 ? object.items[field] : method(TUPLE_METHODS, object, "tuple", name);
  }
  if (object instanceof PySet) return method(SET_METHODS, object, "set", name);
  if (object instanceof Uint8Array) return method(BYTES_METHODS, object, "bytes", name);
  if (object instanceof PyRange) return rangeAttribute(object, name);
  const integer = asInteger(object);
  if (integer !== undefined) return method(INT_METHODS, integer, "int", name) ?? numberAttribute(integer, name);
  if (typeof object === "number") return method(FLOAT_METHODS, object, "float", name) ?? numberAttribute(object, name);
  return undefined;
}

function method<Self>(table: Methods<Self>, self: Self, type: string, name: string): Py | undefined {
  const found = table.get(name);
  if (found === undefined) return undefined;
  const call = (rt: Runtime, given: Args): Py => found(self, given, rt);
  return new PyFunction(`${name} of ${type} object`, call, "built-in method");
}

function rangeAttribute(range: PyRange, name: string): Py | undefined {
  return name === "start" ? range.start : name === "stop" ? range.stop : name === "step" ? range.step : undefined;
}

function textAttribute(object: Py, text: string, name: string, rt: Runtime): Py | undefined {
  if (name === "format" || name === "format_map") return formatter(object, name);
  const found = method(STR_METHODS, text, "str", name);
  if (!(object instanceof Markup)) return found;
  if (name === "striptags" || name === "unescape" || name === "escape") return undefined;
  return found instanceof PyFunction ? safeMethod(found, name, rt) : undefined;
}

function formatter(template: Py, name: string): Py {
  const access = (rt: Runtime) => ({
    attribute: (object: Py, key: string) => attributeOf(object, key, rt),
    item: (object: Py, key: Py) => itemOf(object, key, rt),
  });
  return new PyFunction(
    `${name} of str object`,
    (rt, given) => {
      if (name === "format") return formatBraces(template, given, access(rt), rt);
      const [mapping = null] = positional("format_map", 1, 1, given);
      return formatBraces(template, { positional: [], named: namedOf(mapping) }, access(rt), rt);
    },
    "built-in method",
  );
}

// Methods of safe text escape the text they are given, and what they make is safe.
function safeMethod(found: PyFunction, name: string, rt: Runtime): Py {
  const call = found.call;
  if (call === undefined) return found;
  const safe = (value: Py): Py => (typeof value === "string" ? new Markup(value) : value);
  const escaping = new Set(["replace", "join", "partition", "rpartition", "split", "strip"]);
  const guarded = (value: Py): Py => {
    if (typeof value === "string" && escaping.has(name)) return escapeValue(value, rt.budget);
    if (name === "join" && Array.isArray(value)) return value.map((item) => escapeValue(item, rt.budget));
    return value;
  };
  return new PyFunction(
    found.name,
    (running, given) => {
      const made = call(running, { positional: given.positional.map(guarded), named: given.named });
      if (Array.isArray(made)) return made.map(safe);
      return made instanceof PyTuple ? new PyTuple(made.items.map(safe)) : safe(made);
    },
    found.typeName,
  );
}

/** Calls what can be called. @throws PyError TypeError */
export function callValue(value: Py, given: Args, rt: Runtime): Py {
  rt.budget.step();
  if (value instanceof Undefined) return value.fail();
  if (value instanceof PyObject && value.call !== undefined) return value.call(rt, given);
  return raise("TypeError", `'${typeName(value)}' object is not callable`);
}
