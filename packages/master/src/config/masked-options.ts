import { isMap, toValue, type Value, type ValueMap } from "@salina/wire";
import { saltOptions } from "./options.js";
import { isSecretName } from "./secret-name.js";
import { stockDefaults } from "./stock-defaults.js";

const mask = "**********";
const secretName = /pass(w(or)?d|phrase)?$|secret|token$|api_?key/i;
const login = /\b([a-z][a-z0-9+.-]*:\/\/[^\s/:@]*):[^\s/@]+@/gi;

/**
 * The master's options as they are shown to callers: what stands under a name that speaks of a secret, and passwords in
 * addresses, are masked. Options that are secrets themselves are not in `visible` at all. What is the front-end's own
 * (`saltgui_*`) stays as it is written. Options that only stock knows have its defaults: front-ends look at some.
 */
export function maskedOptions(visible: ValueMap, masterId: string): ValueMap {
  const shown: ValueMap = new Map(stockOnly());
  for (const [name, value] of visible) {
    // At the top, names such as `token_expire` are options like others.
    shown.set(name, String(name).startsWith("saltgui_") ? value : masked(value));
  }
  return shown.set("id", masterId);
}

function masked(value: Value): Value {
  if (typeof value === "string") return value.replace(login, `$1:${mask}@`);
  if (Array.isArray(value)) return value.map(masked);
  if (!isMap(value)) return value;
  return new Map([...value].map(([key, inner]) => [key, isSecret(key, inner) ? mask : masked(inner)]));
}

function isSecret(key: Value, value: Value): boolean {
  const isPlain = (typeof value === "string" && value !== "") || typeof value === "number";
  return isPlain && typeof key === "string" && secretName.test(key);
}

/** A default must not stand in the place of a secret that is set. */
function stockOnly(): [Value, Value][] {
  return [...stockDefaults]
    .filter(([name, value]) => value !== undefined && !Object.hasOwn(saltOptions, name) && !isSecretName(name))
    .map(([name, value]) => [name, toValue(value)]);
}
