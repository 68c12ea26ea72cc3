import { isMap, toJson, type Value } from "@salina/wire";
import type { FunctionParameter } from "../../functions/master-function.js";
import type { Parameters } from "../parameters.js";

export const queue: FunctionParameter = { name: "queue", doc: "Name: letters, digits and `_`.", type: "text" };
export const items: FunctionParameter = { name: "items", doc: "An item, or a list of items." };
export const backend: FunctionParameter = {
  name: "backend",
  doc: "`sqlite`: the master's own.",
  type: "text",
  default: "sqlite",
};
export const quantity: FunctionParameter = { name: "quantity", doc: "How many, or `all`.", default: 1 };
export const isRunner: FunctionParameter = {
  name: "is_runner",
  doc: "Gives dictionaries back as such.",
  default: false,
};

/** @throws Error for a queue of another backend, and for a name that cannot be one */
export function queueOf(given: Parameters, fun: string): string {
  checkBackend(given, fun);
  const name = given.text("queue");
  if (!/^[A-Za-z0-9_]{1,64}$/.test(name)) throw new Error("'queue' has to be letters, digits and '_', at most 64");
  return name;
}

export function checkBackend(given: Parameters, fun: string): void {
  const name = given.text("backend");
  if (name !== "sqlite") throw new Error(`Function "${name}.${fun}" is not available`);
}

/** Items as they are kept: text; dictionaries as JSON. @throws Error for anything else */
export function itemsOf(given: Parameters): string[] {
  const value = given.value("items");
  return (Array.isArray(value) ? value : [value]).map(itemText);
}

function itemText(value: Value): string {
  if (isMap(value)) return JSON.stringify(toJson(value));
  if (typeof value === "string" || typeof value === "number" || typeof value === "bigint") return String(value);
  throw new Error("'items' has to be text, a dictionary, or a list of them");
}

/** @throws Error where it is neither a number nor `all` */
export function quantityOf(given: Parameters): number {
  const value = given.value("quantity");
  if (value === "all") return Number.POSITIVE_INFINITY;
  const count = typeof value === "string" || typeof value === "number" ? Number(value) : Number.NaN;
  if (!Number.isInteger(count) || count < 0) throw new Error('Quantity must be an integer or "all".');
  return count;
}
