import { TemplateSyntaxError } from "../errors.js";

export type TokenType =
  | "data"
  | "name"
  | "string"
  | "integer"
  | "float"
  | "operator"
  | "block_begin"
  | "block_end"
  | "variable_begin"
  | "variable_end"
  | "eof";

export interface Token {
  readonly type: TokenType;
  /** The text; of strings without quotes and escapes. */
  readonly value: string;
  readonly line: number;
}

const DESCRIPTIONS: Record<TokenType, string> = {
  data: "template data / text",
  name: "name",
  string: "string",
  integer: "integer",
  float: "float",
  operator: "operator",
  block_begin: "begin of statement block",
  block_end: "end of statement block",
  variable_begin: "begin of print statement",
  variable_end: "end of print statement",
  eof: "end of template",
};

export function describe(token: Token): string {
  return token.type === "name" || token.type === "operator" ? token.value : DESCRIPTIONS[token.type];
}

/** The tokens of a template, read one after the other. */
export class TokenStream {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  get current(): Token {
    return this.#token(this.#at);
  }

  get following(): Token {
    return this.#token(this.#at + 1);
  }

  #token(at: number): Token {
    const found = this.#tokens[at];
    if (found !== undefined) return found;
    return { type: "eof", value: "", line: this.#tokens.at(-1)?.line ?? 1 };
  }

  /** The current token; the next one becomes current. */
  next(): Token {
    const token = this.current;
    this.#at += 1;
    return token;
  }

  isName(...names: readonly string[]): boolean {
    return this.current.type === "name" && names.includes(this.current.value);
  }

  isOperator(...operators: readonly string[]): boolean {
    return this.current.type === "operator" && operators.includes(this.current.value);
  }

  skipName(name: string): boolean {
    if (!this.isName(name)) return false;
    this.#at += 1;
    return true;
  }

  skipOperator(operator: string): boolean {
    if (!this.isOperator(operator)) return false;
    this.#at += 1;
    return true;
  }

  expect(type: TokenType, value?: string): Token {
    const token = this.current;
    if (token.type === type && (value === undefined || token.value === value)) return this.next();
    const wanted = value ?? DESCRIPTIONS[type];
    if (token.type === "eof") {
      throw new TemplateSyntaxError(`unexpected end of template, expected '${wanted}'.`, token.line);
    }
    throw new TemplateSyntaxError(`expected token '${wanted}', got '${describe(token)}'`, token.line);
  }
}
