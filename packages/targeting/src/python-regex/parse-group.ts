import type { ParseState } from "./parse-state.js";
import { Refusal } from "./refusal.js";
import type { Flags, Look } from "./syntax.js";

export type GroupHead =
  | { readonly kind: "group"; readonly flags: Flags }
  | { readonly kind: "look"; readonly flags: Flags; readonly look: Pick<Look, "direction" | "negative"> }
  | { readonly kind: "flags"; readonly flags: Flags }
  | { readonly kind: "comment" };

export function hasBody(head: GroupHead): head is Exclude<GroupHead, { kind: "flags" } | { kind: "comment" }> {
  return head.kind === "group" || head.kind === "look";
}

/** Reads on after `(?`, up to where the body begins. */
export function parseGroupHead(state: ParseState, flags: Flags): GroupHead {
  const { source, names } = state;
  if (source.take(":")) return { kind: "group", flags };
  if (source.take("#")) {
    source.takeUntil(")", "missing ), unterminated comment");
    return { kind: "comment" };
  }
  if (source.take("=")) return { kind: "look", flags, look: { direction: "ahead", negative: false } };
  if (source.take("!")) return { kind: "look", flags, look: { direction: "ahead", negative: true } };
  if (source.take("<=")) return { kind: "look", flags, look: { direction: "behind", negative: false } };
  if (source.take("<!")) return { kind: "look", flags, look: { direction: "behind", negative: true } };
  if (source.take(">")) throw new Refusal("atomic groups (?>...) are not supported");
  if (source.take("(")) throw new Refusal("conditional groups (?(...)...) are not supported");
  if (source.take("P=")) throw new Refusal("back-references (?P=...) are not supported");
  if (source.take("P<")) {
    addName(names, source.takeUntil(">", "missing >, unterminated name"));
    return { kind: "group", flags };
  }
  return parseFlags(state, flags);
}

function addName(names: Set<string>, name: string): void {
  if (!/^[\p{L}\p{Nl}_][\p{L}\p{N}\p{M}_]*$/u.test(name)) throw new Refusal(`bad group name ${JSON.stringify(name)}`);
  if (names.has(name)) throw new Refusal(`the group name ${JSON.stringify(name)} is used twice`);
  names.add(name);
}

const flagNames = new Map<string, keyof Flags>([
  ["i", "ignoreCase"],
  ["m", "multiline"],
  ["s", "dotAll"],
  ["x", "verbose"],
]);

function parseFlags(state: ParseState, flags: Flags): GroupHead {
  const { source } = state;
  const on = source.takeWhile(/[a-zA-Z]/);
  const minus = source.take("-");
  const off = minus ? source.takeWhile(/[a-zA-Z]/) : "";
  if (on === "" && off === "") throw new Refusal("unknown extension after (?");
  if (on.includes("L")) throw new Refusal("the flag L is for bytes only");
  if (/[auL]/.test(off)) throw new Refusal("the flags a, u and L cannot be turned off");
  if (on.includes("a") && on.includes("u")) throw new Refusal("the flags a and u exclude each other");
  if ([...on].some((flag) => off.includes(flag))) throw new Refusal("a flag is turned on and off");
  const changed = setFlags(setFlags(flags, on, true), off, false);
  if (source.take(":")) return { kind: "group", flags: changed };
  if (source.take(")") && !minus) return { kind: "flags", flags: changed };
  throw new Refusal("bad inline flags");
}

function setFlags(flags: Flags, letters: string, value: boolean): Flags {
  const changed: { -readonly [Name in keyof Flags]: boolean } = { ...flags };
  for (const letter of letters) {
    const name = flagNames.get(letter);
    if (name) changed[name] = value;
    else if (letter === "a" || letter === "u") changed.ascii = letter === "a";
    else throw new Refusal(`unknown flag ${letter}`);
  }
  return changed;
}
