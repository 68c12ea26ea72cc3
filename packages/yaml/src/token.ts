import type { Mark } from "./yaml-fault.js";

export type TokenKind =
  | "stream end"
  | "yaml directive"
  | "tag directive"
  | "document start"
  | "document end"
  | "block sequence"
  | "block mapping"
  | "block end"
  | "["
  | "]"
  | "{"
  | "}"
  | "-"
  | ","
  | "?"
  | ":"
  | "alias"
  | "anchor"
  | "tag"
  | "scalar";

/** `text` is the name, the scalar or the end of the tag; `handle` the start of the tag, such as `!!`. */
export interface Token {
  readonly kind: TokenKind;
  readonly start: Mark;
  readonly text: string;
  readonly handle: string;
  readonly plain: boolean;
}

export function token(kind: TokenKind, start: Mark, text = "", handle = "", plain = false): Token {
  return { kind, start, text, handle, plain };
}
