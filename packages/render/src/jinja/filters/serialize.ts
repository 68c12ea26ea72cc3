import { writeYaml } from "@salina/yaml";
import { bind } from "../arguments.js";
import { raise } from "../errors.js";
import { toWire } from "../objects/convert.js";
import { PyDict } from "../objects/dict.js";
import { truth } from "../objects/truth.js";
import {
  type Args,
  asText,
  Markup,
  needIndex,
  type Py,
  PyTuple,
  type Runtime,
  typeName,
  Undefined,
} from "../objects/types.js";
import type { Filters, PyFilter } from "./filter.js";
import { dumpJson, type JsonStyle } from "./json.js";
import { pprint } from "./pprint.js";
import { xml } from "./xml.js";

/** Filters of Salt's SerializerExtension that write. @source salt/utils/jinja.py */
export const SERIALIZE_FILTERS: Filters = [
  ["yaml", guarded(yaml)],
  ["json", guarded(json)],
  ["tojson", guarded(toJson)],
  ["python", guarded((value, _given, rt) => new Markup(pprint(value, rt.budget)))],
  ["xml", guarded(xml)],
  ["dict_to_sls_yaml_params", guarded(slsParameters)],
];

/** A strict undefined anywhere in the value is what comes out, so that the error names it. */
export function guarded(filter: PyFilter): PyFilter {
  return (value, given, rt) => {
    const messages: string[] = [];
    findUndefined(value, messages, new Set(), rt);
    return messages.length === 0 ? filter(value, given, rt) : rt.undefinedValue(messages.join("\n"));
  };
}

function findUndefined(value: Py, into: string[], seen: Set<object>, rt: Runtime): void {
  rt.budget.step();
  if (typeof value !== "object" || value === null || seen.has(value)) return;
  seen.add(value);
  if (value instanceof Undefined) {
    if (value.strict) into.push(value.message);
  } else if (value instanceof PyDict) {
    for (const entry of value.values()) findUndefined(entry, into, seen, rt);
  } else if (Array.isArray(value) || value instanceof PyTuple) {
    for (const item of Array.isArray(value) ? value : value.items) findUndefined(item, into, seen, rt);
  }
}

function dumped(value: Py, flow: Py, rt: Runtime): Markup {
  const text = writeYaml(toWire(value, rt.budget), { defaultFlowStyle: flow === null ? null : truth(flow) });
  return new Markup(text.trim());
}

function yaml(value: Py, given: Args, rt: Runtime): Py {
  const [flow = true] = bind("format_yaml", ["flow_style"], 0, given);
  return dumped(value, flow, rt);
}

function slsParameters(value: Py, given: Args, rt: Runtime): Py {
  const [flow = false] = bind("dict_to_sls_yaml_params", ["flow_style"], 0, given);
  if (!(value instanceof PyDict)) raise("AttributeError", `'${typeName(value)}' object has no attribute 'items'`);
  return dumped(
    [...value.entries()].map((entry) => PyDict.of([entry])),
    flow,
    rt,
  );
}

function json(value: Py, given: Args, rt: Runtime): Py {
  const [sortKeys = true, indent = null] = bind("format_json", ["sort_keys", "indent"], 0, given);
  return new Markup(dumpJson(value, styleOf(indent, truth(sortKeys), false, null, rt), rt.budget).trim());
}

function toJson(value: Py, given: Args, rt: Runtime): Py {
  const parameters = ["indent", "sort_keys", "ensure_ascii", "separators"];
  const [indent = null, sortKeys = false, ascii = true, separators = null] = bind("tojson", parameters, 0, given);
  const style = styleOf(indent, truth(sortKeys), truth(ascii), separators, rt);
  return dumpJson(value, style, rt.budget).replace(
    /[<>&']/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

function styleOf(indent: Py, sortKeys: boolean, ensureAscii: boolean, separators: Py, rt: Runtime): JsonStyle {
  const width = indent === null ? undefined : (asText(indent) ?? spaces(indent, rt));
  const pair = separators instanceof PyTuple ? separators.items : Array.isArray(separators) ? separators : [];
  return {
    indent: width,
    sortKeys,
    ensureAscii,
    itemSeparator: asText(pair[0] ?? null) ?? (width === undefined ? ", " : ","),
    keySeparator: asText(pair[1] ?? null) ?? ": ",
  };
}

function spaces(indent: Py, rt: Runtime): string {
  const count = Math.max(0, needIndex(indent));
  rt.budget.text(count);
  return " ".repeat(count);
}
