import { pythonJson, type Value } from "@salina/wire";
import { writeYaml } from "@salina/yaml";
import { Refusal } from "./refusal.js";

export interface Answer {
  readonly type: string;
  readonly body: string;
}

const json = "application/json";
const yaml = "application/x-yaml";

/** An answer in the form that the client wants. @throws Refusal 406 */
export function answerAs(value: Value, accept: string | undefined): Answer {
  const type = wantedType(accept);
  return type === json
    ? { type, body: pythonJson(value) }
    : { type, body: writeYaml(value, { defaultFlowStyle: false }) };
}

/** Of JSON and YAML what the client likes best; JSON where it has no opinion. */
export function wantedType(accept: string | undefined): string {
  if (accept === undefined || accept.trim() === "") return json;
  const liked = accept
    .split(",")
    .map((one) => {
      const [range = "", ...parameters] = one.split(";").map((part) => part.trim().toLowerCase());
      const q = Number(/^q=([\d.]+)$/.exec(parameters.find((part) => part.startsWith("q=")) ?? "q=1")?.[1] ?? 1);
      return { range, q };
    })
    .filter(({ q }) => q > 0)
    .sort((one, other) => other.q - one.q);
  for (const { range } of liked) {
    if (range === "*/*" || range === "application/*" || range === json) return json;
    if (range === yaml) return yaml;
  }
  throw new Refusal(
    406,
    `Your client sent this Accept header: ${accept.slice(0, 200)}. But this resource only emits these media types: ${json}, ${yaml}.`,
  );
}

export const map = (entries: Readonly<Record<string, Value>>): Map<Value, Value> =>
  new Map<Value, Value>(Object.entries(entries));
