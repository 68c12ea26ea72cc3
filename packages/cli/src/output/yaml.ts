import { Ext, Float, type Value } from "@salina/wire";
import { readDatetime } from "../python/datetime.js";
import { sortedValues } from "../python/order.js";
import { numberRepr } from "../python/repr.js";
import type { Outputter } from "./outputter.js";
import { YamlWriter } from "./yaml-writer.js";

/** YAML 1.1 with sorted keys, byte for byte as libyaml writes it. @source salt/output/yaml_out.py */
export const yaml: Outputter = (value, settings) => {
  const indent = typeof settings.indent === "number" ? settings.indent : undefined;
  const flow = indent !== undefined && indent < 0;
  const writer = new YamlWriter(indent !== undefined && indent > 1 && indent < 10 ? indent : 2);
  const root = emit(writer, value, { flow, inMap: false, asKey: false });
  return root === "plain" ? `${writer.text}\n...` : writer.text;
};

interface Place {
  readonly flow: boolean;
  /** The value of a map: a list needs no indentation of its own there. */
  readonly inMap: boolean;
  readonly asKey: boolean;
}

/** @returns the style of a scalar */
function emit(writer: YamlWriter, value: Value, place: Place): "plain" | "other" {
  if (Array.isArray(value)) {
    emitList(writer, value, place);
    return "other";
  }
  if (value instanceof Map) {
    emitMap(writer, value, place);
    return "other";
  }
  if (value instanceof Uint8Array) {
    const base64 = Buffer.from(value).toString("base64");
    writer.binary(base64.replace(/.{1,76}/g, "$&\n"), place);
    return "other";
  }
  if (typeof value === "string") return writer.string(value, place);
  writer.plainScalar(plainText(value), place);
  return "plain";
}

function plainText(value: null | boolean | number | bigint | Float | Ext): string {
  if (value === null) return "null";
  if (typeof value === "boolean") return String(value);
  if (value instanceof Ext) return readDatetime(value)?.text ?? "NULL";
  const text = numberRepr(value);
  const isFloat = value instanceof Float || (typeof value === "number" && !Number.isInteger(value));
  if (!isFloat) return text;
  if (text === "nan" || text === "inf") return `.${text}`;
  if (text === "-inf") return "-.inf";
  return text.includes(".") ? text : text.replace("e", ".0e");
}

function emitList(writer: YamlWriter, items: readonly Value[], place: Place): void {
  if (items.length === 0) {
    writer.empty("[]");
  } else if (place.flow) {
    writer.flowStart("[");
    for (const [index, item] of items.entries()) {
      writer.flowSeparator(index);
      emit(writer, item, { flow: true, inMap: false, asKey: false });
    }
    writer.flowEnd("]");
  } else {
    writer.blockList(place.inMap, items, (item) => {
      emit(writer, item, { flow: false, inMap: false, asKey: false });
    });
  }
}

function emitMap(writer: YamlWriter, map: ReadonlyMap<Value, Value>, place: Place): void {
  const entries = sortedValues([...map], ([key]) => key) ?? [...map];
  const { flow } = place;
  const key = (value: Value, asKey: boolean) => emit(writer, value, { flow, inMap: true, asKey });
  if (entries.length === 0) {
    writer.empty("{}");
  } else if (flow) {
    writer.flowStart("{");
    for (const [index, [name, value]] of entries.entries()) {
      writer.flowSeparator(index);
      writer.entryKey(isSimpleKey(name), flow, (asKey) => key(name, asKey));
      emit(writer, value, { flow, inMap: true, asKey: false });
    }
    writer.flowEnd("}");
  } else {
    writer.blockMap(entries, ([name, value]) => {
      writer.entryKey(isSimpleKey(name), flow, (asKey) => key(name, asKey));
      emit(writer, value, { flow, inMap: true, asKey: false });
    });
  }
}

const maxSimpleKeyBytes = 128;

function isSimpleKey(key: Value): boolean {
  if (key instanceof Uint8Array) return key.length === 0;
  if (typeof key !== "string") return true;
  return Buffer.byteLength(key) <= maxSimpleKeyBytes && !/[\n\r\x85\u2028\u2029]/.test(key);
}
