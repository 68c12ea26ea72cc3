import type { KeyAction, KeyState } from "@salina/api";
import { type GivenOptions, usageError } from "../options/command.js";
import { keyCommandLine } from "./options.js";

/** What salt-key is asked to do. `globs` stand for ids, fnmatch style. */
export type Action =
  | { readonly kind: "generate"; readonly name: string }
  | { readonly kind: "sign" }
  | { readonly kind: "list"; readonly states: readonly KeyState[] }
  | { readonly kind: "print" | "finger"; readonly globs: readonly string[] }
  | {
      readonly kind: "change";
      readonly change: KeyAction;
      readonly match: string;
      readonly states: readonly KeyState[];
    };

const allStates: readonly KeyState[] = ["accepted", "pending", "rejected", "denied"];

/** Several may be given: the first in this order counts. Without any, all keys are listed. */
const order = [
  "gen_keys",
  "gen_signature",
  "list",
  "list_all",
  "print",
  "accept",
  "reject",
  "delete",
  "finger",
] as const;

/** @throws Exit for a bad argument of `--list` */
export function readAction({ given }: GivenOptions): Action {
  const text = (name: string) => {
    const value = given.get(name);
    return typeof value === "string" && value !== "" ? value : undefined;
  };
  for (const name of order) {
    if (name === "gen_signature") {
      if (given.has(name)) return { kind: "sign" };
      continue;
    }
    if (name === "list_all" && given.has(name)) return { kind: "list", states: allStates };
    const argument = text(name) ?? (given.has(`${name}_all`) && name !== "list" ? "*" : undefined);
    if (argument === undefined) continue;
    switch (name) {
      case "gen_keys":
        return { kind: "generate", name: argument };
      case "list":
        return { kind: "list", states: listedStates(argument) };
      case "print":
      case "finger":
        return { kind: name, globs: globsOf(argument) };
      case "accept":
      case "reject":
      case "delete":
        return { kind: "change", change: name, match: argument, states: statesFor(name, given) };
    }
  }
  return { kind: "list", states: allStates };
}

/** A comma makes several globs. */
export function globsOf(argument: string): string[] {
  return argument.split(",");
}

function listedStates(argument: string): readonly KeyState[] {
  const prefixes: readonly [string, readonly KeyState[]][] = [
    ["acc", ["accepted"]],
    ["pre", ["pending"]],
    ["un", ["pending"]],
    ["rej", ["rejected"]],
    ["den", ["denied"]],
    ["all", allStates],
  ];
  const found = prefixes.find(([prefix]) => argument.startsWith(prefix));
  if (!found) throw usageError(keyCommandLine, `'${argument}' is not a valid argument to '--list'`);
  return found[1];
}

function statesFor(action: KeyAction, given: GivenOptions["given"]): readonly KeyState[] {
  if (action === "delete") return allStates;
  const included = includedStates(action, given);
  return ["pending", ...included];
}

/** States besides the pending ones, in the order in which texts name them. */
export function includedStates(action: KeyAction, given: GivenOptions["given"]): KeyState[] {
  const all = given.has("include_all");
  const states: KeyState[] = [];
  if (action !== "accept" && (given.has("include_accepted") || (all && action === "reject"))) states.push("accepted");
  if (action !== "reject" && (given.has("include_rejected") || (all && action === "accept"))) states.push("rejected");
  if (given.has("include_denied")) states.push("denied");
  return states;
}
