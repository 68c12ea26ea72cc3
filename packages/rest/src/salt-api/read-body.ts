import { parse } from "node:querystring";
import { yamlifyArgument } from "@salina/arguments";
import { fromJson, isMap, type Json, pythonText, type Value } from "@salina/wire";
import { readYaml } from "@salina/yaml";
import { notLowstates, Refusal } from "./refusal.js";

/** What a request says, as its content type has it; undefined: nothing. */
export type Body = Value | undefined;

const maxDepth = 64;
/** Keys that would mean something else than data in somebody's hands. */
const maxFormKeys = 1000;

/** @throws Refusal 400 for what cannot be read, 406 for a type that is not taken */
export function readBody(contentType: string | undefined, text: string): Body {
  if (text === "") return undefined;
  switch (contentType?.split(";", 1)[0]?.trim().toLowerCase()) {
    case "application/json":
      return readJson(text);
    case "application/x-yaml":
    case "text/yaml":
      return readYamlText(text);
    case "application/x-www-form-urlencoded":
      return readForm(text);
    case "text/plain":
      // What browsers send for text: pages send JSON by it.
      return readJsonOr(text);
    default:
      throw new Refusal(406, "Content type not supported");
  }
}

function readJson(text: string): Value {
  const read = readJsonOr(text);
  if (typeof read === "string" && read === text) throw new Refusal(400, "Invalid JSON document");
  return read;
}

function readJsonOr(text: string): Value {
  let json: Json;
  try {
    json = JSON.parse(text) as Json;
  } catch {
    return text;
  }
  if (depthOf(json) > maxDepth) throw new Refusal(400, "Invalid JSON document: it is nested too deeply");
  return fromJson(json);
}

function readYamlText(text: string): Value {
  try {
    return readYaml(text);
  } catch {
    throw new Refusal(400, "Invalid YAML document");
  }
}

/** `arg` and `kwarg` are typed as words of a command line are. */
function readForm(text: string): Value {
  const form = parse(text, "&", "=", { maxKeys: maxFormKeys });
  return new Map<Value, Value>(
    Object.entries(form).map(([key, value]) => {
      const values: Value = Array.isArray(value) ? [...value] : (value ?? "");
      if (key === "arg") return [key, (Array.isArray(values) ? values : [values]).map(typed)];
      return [key, key === "kwarg" ? typed(values) : values];
    }),
  );
}

function typed(value: Value): Value {
  if (Array.isArray(value)) return value.map(typed);
  return typeof value === "string" && !/^[A-Za-z_]\w*=/.test(value) ? yamlifyArgument(value) : value;
}

/** Without recursion: it may be as deep as the text is long. */
function depthOf(json: Json): number {
  let level: Json[] = [json];
  for (let depth = 0; ; depth++) {
    const below = level.flatMap((one) => (typeof one === "object" && one !== null ? Object.values(one) : []));
    if (below.length === 0 || depth > maxDepth) return depth;
    level = below as Json[];
  }
}

/** One thing that is asked for: names to values. */
export type Chunk = ReadonlyMap<Value, Value>;

/** What is asked for, one after the other; a single map stands for a list of it. @throws Refusal */
export function chunksOf(body: Body): Chunk[] {
  const list = body !== undefined && isMap(body) ? [body] : body;
  if (!Array.isArray(list) || list.length === 0) throw notLowstates();
  return list.map((one) => {
    if (!isMap(one)) throw notLowstates();
    return one;
  });
}

/** Text of a field; undefined where it is not there or null. @throws Refusal */
export function textOf(chunk: Chunk, name: string): string | undefined {
  const value = chunk.get(name);
  if (value === undefined || value === null) return undefined;
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "bigint") return pythonText(value);
  throw new Refusal(400, `${name}: expected text`);
}
