import { isMap, pythonText, type Value } from "@salina/wire";
import type { FunctionParameter } from "../../functions/master-function.js";
import { shownAnswer } from "../../web/shown-answer.js";
import { type WebQuery, webQuery } from "../../web/web-query.js";
import type { Parameters } from "../parameters.js";
import type { ToolRunner } from "../tool-runner.js";

const maxBytes = 10 << 20;
const maxTimeoutS = 3600;

/** What stock has besides, and why it is not here. Left out, or false, they change nothing. */
const refused: ReadonlyMap<string, string> = new Map([
  ...each(["data_file", "header_file"], "files of the master are not sent to addresses that callers name"),
  ...each(["text_out", "headers_out", "decode_out"], "files of the master are not written"),
  ...each(["cookies", "cookie_jar", "persist_session", "session_cookie_jar"], "cookies are not kept"),
  ...each(["ca_bundle", "cert"], "certificates are those of the system; `NODE_EXTRA_CA_CERTS` adds some"),
  ...each(["data_render", "data_renderer", "header_render", "header_renderer", "template_dict"], "nothing is rendered"),
  ...each(["stream", "handle", "streaming_callback", "header_callback"], "it is of use in Python only"),
  ...each(["formdata", "formdata_fieldname", "formdata_filename"], "forms with files are not sent"),
]);

/** What stock's other web libraries are chosen with, and what it hides in a log: taken, without effect. */
const idle: ReadonlySet<string> = new Set([
  "backend",
  "cookie_format",
  "hide_fields",
  "node",
  "opts",
  "output",
  "port",
]);

const parameters: readonly FunctionParameter[] = [
  { name: "url", type: "text", doc: "`http` or `https`." },
  { name: "method", type: "text", doc: "GET, POST, ...", default: "GET" },
  { name: "params", doc: "What is added behind the `?`: a dictionary, or text.", default: null },
  { name: "data", doc: "The body: text, or a dictionary that is sent as a form.", default: null },
  { name: "header_dict", type: "map", doc: "Headers.", default: null },
  { name: "header_list", doc: "Headers as `Name: value`.", default: null },
  { name: "username", type: "text", doc: "For Basic authentication.", default: null },
  { name: "password", type: "text", doc: "For Basic authentication.", default: null },
  { name: "auth", doc: "Both as a list.", default: null },
  { name: "agent", type: "text", doc: "The `User-Agent`.", default: null },
  { name: "status", type: "flag", doc: "Show the status.", default: false },
  { name: "headers", type: "flag", doc: "Show the headers.", default: false },
  { name: "text", type: "flag", doc: "Show the body as `text`, too.", default: false },
  { name: "decode", type: "flag", doc: "Show the body as data, as `dict`.", default: false },
  { name: "decode_type", type: "text", doc: "auto (by the content type), json, yaml, plain.", default: "auto" },
  { name: "decode_body", type: "flag", doc: "Off: the body stays bytes.", default: true },
  { name: "raise_error", type: "flag", doc: "Off: an answer other than 2xx is no error.", default: true },
  { name: "timeout", type: "number", doc: `Seconds, at most ${maxTimeoutS}.`, default: 60 },
  { name: "verify_ssl", type: "flag", doc: "Cannot be switched off.", default: true },
  { name: "test", type: "flag", doc: "Asks `test_url` instead, or nobody.", default: false },
  { name: "test_url", type: "text", doc: "See `test`.", default: null },
];

/** @source salt/runners/http.py; salt/utils/http.py */
export const query: ToolRunner = {
  name: "http.query",
  doc: "Asks a web server from the master. Whoever may run it reaches what the master reaches.",
  secret: ["password", "auth", "header_dict", "header_list"],
  parameters,
  keywords: "What stock takes besides has no effect, or is refused with the reason.",
  async run(given, { call }) {
    refuse(given.keywords);
    if (!given.flag("verify_ssl", true)) {
      throw new Error("'verify_ssl': certificates are always checked; `NODE_EXTRA_CA_CERTS` adds authorities");
    }
    const isTest = call.test || given.flag("test");
    if (isTest && given.value("test_url") === null) return new Map();
    const answer = await webQuery(queryOf(given, given.text(isTest ? "test_url" : "url")));
    const shown = shownAnswer(answer, {
      status: given.flag("status"),
      headers: given.flag("headers"),
      text: given.flag("text"),
      decode: given.flag("decode") ? given.text("decode_type", "auto") : null,
      decodeBody: given.flag("decode_body", true),
      raiseError: given.flag("raise_error", true),
    });
    return isTest ? new Map<Value, Value>([["test", true], ...shown]) : shown;
  },
};

/** @throws Error that names the parameter */
export function queryOf(given: Parameters, address: string): WebQuery {
  const url = URL.parse(address);
  if (!url || !/^https?:$/.test(url.protocol)) throw new Error("'url': expected an address with http:// or https://");
  const headers = headersOf(given);
  const login = loginOf(given, url);
  if (login !== null && !headers.has("authorization")) {
    headers.set("authorization", `Basic ${Buffer.from(login).toString("base64")}`);
  }
  url.username = "";
  url.password = "";
  for (const [name, value] of pairs(given, "params")) url.searchParams.append(name, value);
  const method = given.text("method", "GET").toUpperCase();
  const data = given.value("data");
  const timeoutS = given.number("timeout", 60);
  if (!(timeoutS > 0 && timeoutS <= maxTimeoutS)) throw new Error(`'timeout': expected seconds up to ${maxTimeoutS}`);
  const body = isMap(data) ? new URLSearchParams(pairs(given, "data")).toString() : bodyOf(data);
  if (method === "POST" && !headers.has("content-type")) {
    headers.set("content-type", "application/x-www-form-urlencoded");
  }
  return { url, method, headers, body, timeoutMs: timeoutS * 1000, maxBytes };
}

function headersOf(given: Parameters): Headers {
  const headers = new Headers({ "user-agent": given.text("agent", "Salina http.query()") });
  const listed = given.value("header_list", []);
  if (!Array.isArray(listed)) throw new Error("'header_list' has to be a list");
  try {
    for (const [name, value] of pairs(given, "header_dict")) headers.set(name, value);
    for (const line of listed.map(pythonText)) {
      const colon = line.indexOf(":");
      if (colon > 0) headers.set(line.slice(0, colon).trim(), line.slice(colon + 1).trim());
    }
  } catch {
    throw new Error("'header_dict', 'header_list': there is a name or a value that cannot be a header");
  }
  return headers;
}

function loginOf(given: Parameters, url: URL): string | null {
  const auth = given.value("auth");
  if (Array.isArray(auth)) return auth.map(pythonText).join(":");
  if (given.value("username") !== null && given.value("password") !== null) {
    return `${given.text("username")}:${given.text("password")}`;
  }
  return url.username === "" ? null : `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
}

function pairs(given: Parameters, name: string): [string, string][] {
  const value = given.value(name);
  if (value === null) return [];
  if (typeof value === "string" && name === "params") return [...new URLSearchParams(value)];
  return [...given.map(name)].map(([key, one]) => [pythonText(key), pythonText(one)]);
}

function bodyOf(data: Value): WebQuery["body"] {
  if (data === null) return null;
  // Bytes: for text `fetch` would make up a content type.
  return new Uint8Array(data instanceof Uint8Array ? data : Buffer.from(pythonText(data)));
}

function each(names: readonly string[], why: string): [string, string][] {
  return names.map((name) => [name, why]);
}

function refuse(keywords: ReadonlyMap<string, Value>): void {
  for (const [name, value] of keywords) {
    const why = refused.get(name);
    if (why === undefined && !idle.has(name)) throw new Error(`got an unexpected keyword argument '${name}'`);
    const isGiven = value !== null && value !== false && value !== "";
    if (why !== undefined && isGiven) throw new Error(`'${name}': ${why}`);
  }
}
