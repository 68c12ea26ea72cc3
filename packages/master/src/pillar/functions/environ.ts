import { type FunctionModule, functionOf } from "./master-function.js";

export const environFunctions: FunctionModule = {
  get: functionOf(["key", "default"], (given) => process.env[given.text("key")] ?? given.text("default", "")),
  has_value: functionOf(["key", "value"], (given) => {
    const found = process.env[given.text("key")];
    return found !== undefined && (given.value("value") === null || given.value("value") === found);
  }),
  items: functionOf([], () => new Map(Object.entries(process.env).map(([key, value]) => [key, value ?? ""]))),
};
