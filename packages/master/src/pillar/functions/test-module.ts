import { randomBytes } from "node:crypto";
import { type FunctionModule, functionOf } from "./master-function.js";

export const testFunctions: FunctionModule = {
  ping: functionOf([], () => true),
  echo: functionOf(["text"], (given) => given.value("text")),
  rand_str: functionOf(["size", "hash_type"], () => randomBytes(16).toString("hex")),
};
