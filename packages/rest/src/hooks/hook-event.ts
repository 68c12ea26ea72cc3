import type { IncomingHttpHeaders } from "node:http";
import { toValue, type Value, type ValueMap } from "@salina/wire";
import { validation } from "../errors.js";
import { isDeeperThan } from "../json-checks.js";

const maxDepth = 64;

/** Headers that may hold what proves who sends: reactions and whoever watches events are not told. */
const secretHeader = /authorization|cookie|token|secret|password|api-?key|signature|credential/i;

/**
 * What the event of a webhook carries: `headers`, `post` (the body as data: JSON or a form; else empty), `body` (as it came).
 * @throws validation for a body that is not what its content type says
 * @source salt/netapi/rest_cherrypy/app.py, Webhook
 */
export function hookEvent(headers: IncomingHttpHeaders, body: Uint8Array): ValueMap {
  return new Map<Value, Value>([
    ["headers", shownHeaders(headers)],
    ["post", posted(headers["content-type"] ?? "", body)],
    ["body", textOf(body) ?? body],
  ]);
}

/** With names as CherryPy writes them: `X-Github-Event`. */
function shownHeaders(headers: IncomingHttpHeaders): ValueMap {
  const shown: ValueMap = new Map();
  for (const [name, value] of Object.entries(headers)) {
    if (secretHeader.test(name)) continue;
    const title = name.replace(/[a-z]+/g, (word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`);
    shown.set(title, Array.isArray(value) ? value.join(", ") : (value ?? ""));
  }
  return shown;
}

function posted(contentType: string, body: Uint8Array): Value {
  const type = contentType.split(";", 1)[0]?.trim().toLowerCase();
  const text = textOf(body);
  if (text === undefined || text === "") return new Map();
  if (type === "application/json" || type?.endsWith("+json")) return fromJson(text);
  return type === "application/x-www-form-urlencoded" ? fromForm(text) : new Map();
}

function fromJson(text: string): Value {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw validation([{ pointer: "", message: "the body is not JSON" }]);
  }
  if (isDeeperThan(json, maxDepth)) {
    throw validation([{ pointer: "", message: `the body is nested deeper than ${maxDepth} levels` }]);
  }
  return toValue(json);
}

/** A name that comes several times has a list. */
function fromForm(text: string): Value {
  const form: ValueMap = new Map();
  const fields = new URLSearchParams(text);
  for (const name of new Set(fields.keys())) {
    const all = fields.getAll(name);
    form.set(name, all.length === 1 ? (all[0] ?? "") : all);
  }
  return form;
}

function textOf(body: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(body);
  } catch {
    return undefined;
  }
}
