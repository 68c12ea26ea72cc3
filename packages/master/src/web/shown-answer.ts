import { readJson, readYaml } from "@salina/render";
import type { Value, ValueMap } from "@salina/wire";
import type { WebAnswer } from "./web-query.js";

/** What the caller of `http.query` wants to see. */
export interface Shown {
  readonly status: boolean;
  readonly headers: boolean;
  readonly text: boolean;
  /** Whether the body is read as data: `auto` goes by the content type; null: it is not. */
  readonly decode: string | null;
  /** Whether the body becomes text. */
  readonly decodeBody: boolean;
  /** An answer other than 2xx is an `error`. */
  readonly raiseError: boolean;
}

/** An answer as `http.query` gives it. @source salt/utils/http.py, query */
export function shownAnswer(answer: WebAnswer, shown: Shown): ValueMap {
  const result: ValueMap = new Map();
  if (answer.kind === "failed") {
    if (answer.timedOut) result.set("status", 599);
    else if (shown.status) result.set("status", 0);
    return result.set("error", answer.timedOut ? `HTTP 599: ${answer.reason}` : answer.reason);
  }
  const body = shown.decodeBody ? textOf(answer.body) : answer.body;
  if (shown.raiseError && (answer.status < 200 || answer.status >= 300)) {
    return result
      .set("status", answer.status)
      .set("error", `HTTP ${answer.status}: ${answer.statusText || "Unknown"}`)
      .set("body", body);
  }
  result.set("body", body);
  if (shown.status) result.set("status", answer.status);
  if (shown.headers) {
    result.set("headers", new Map([...answer.headers].map(([name, value]): [Value, Value] => [wordsBig(name), value])));
  }
  let showText = shown.text;
  if (shown.decode !== null) {
    const type = shown.decode === "auto" ? byContentType(answer.headers.get("content-type")) : shown.decode;
    if (type === "plain") showText = true;
    else result.set("dict", read(type, textOf(answer.body)));
  }
  return showText ? result.set("text", body) : result;
}

function byContentType(type: string | null): string {
  const found = ["xml", "json", "yaml"].find((one) => (type ?? "application/json").includes(one));
  return found ?? "plain";
}

function read(type: string, text: Value): Value {
  if (typeof text !== "string") throw new Error("the answer is no UTF-8");
  if (type === "json") return readJson(text, "the answer");
  if (type === "yaml") return readYaml(text, "the answer");
  if (type === "xml") throw new Error("XML is not read here: leave 'decode' out, and read the body");
  throw new Error(`'decode_type': expected one of auto, json, yaml, plain; found '${type}'`);
}

/** Bytes that are no UTF-8 stay bytes. */
function textOf(bytes: Uint8Array): Value {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return bytes;
  }
}

/** `content-type` as `Content-Type`. */
function wordsBig(name: string): string {
  return name.replace(/\b[a-z]/g, (letter) => letter.toUpperCase());
}
