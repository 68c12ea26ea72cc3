import type { FunctionParameter } from "../../functions/master-function.js";
import type { WheelContext } from "../wheel-function.js";
import type { RootFiles } from "./root-files.js";

/** The option whose directories a function works on: each function is there for both. */
export type RootsOption = "file_roots" | "pillar_roots";

export function rootsOf(option: RootsOption, { fileRoots, pillarRoots }: WheelContext): RootFiles {
  return option === "file_roots" ? fileRoots : pillarRoots;
}

export const path: FunctionParameter = {
  name: "path",
  type: "text",
  doc: "Relative to the directories; never outside of them.",
};
export const saltenv: FunctionParameter = { name: "saltenv", type: "text", doc: "The environment.", default: "base" };
