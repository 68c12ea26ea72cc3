import { TemplateSyntaxError } from "../errors.js";
import type { CallArguments, CompareOperator, Expression, FilterCall } from "./ast.js";
import { integerLiteral } from "./integer-literal.js";
import { describe, type TokenStream } from "./tokens.js";

const MAX_DEPTH = 120;

/** Filters and tests that are asked for, to be checked against those there are. */
export interface Mention {
  readonly kind: "filter" | "test";
  readonly name: string;
  readonly line: number;
}

/** Parses expressions. @source jinja2/parser.py, class Parser */
export class ExpressionParser {
  readonly stream: TokenStream;
  /** Mentions in code that always runs; those in branches may be missing until they are reached. */
  mentions: Mention[] = [];
  /** Names read in the bodies of the macros and loops that are being parsed. */
  readonly macroNames: Set<string>[] = [];
  #depth = 0;

  constructor(stream: TokenStream) {
    this.stream = stream;
  }

  fail(message: string, line = this.stream.current.line): never {
    throw new TemplateSyntaxError(message, line);
  }

  nested<T>(parse: () => T): T {
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH) this.fail("the template is nested too deeply");
    const made = parse();
    this.#depth -= 1;
    return made;
  }

  expression(withCondition = true): Expression {
    return this.nested(() => (withCondition ? this.#condition() : this.#or()));
  }

  /** One expression, or several with commas between them: a tuple. */
  tuple(withCondition = true, ends: readonly string[] = [], parentheses = false): Expression {
    let { line } = this.stream.current;
    const items: Expression[] = [];
    let isTuple = false;
    for (;;) {
      if (items.length > 0) this.stream.expect("operator", ",");
      if (this.#isTupleEnd(ends)) break;
      items.push(this.expression(withCondition));
      if (!this.stream.isOperator(",")) break;
      isTuple = true;
      line = this.stream.current.line;
    }
    const [first] = items;
    if (!isTuple) {
      if (first !== undefined) return first;
      if (!parentheses) this.fail(`Expected an expression, got '${describe(this.stream.current)}'`);
    }
    return { kind: "tuple", items, line };
  }

  #isTupleEnd(ends: readonly string[]): boolean {
    const { type } = this.stream.current;
    return (
      type === "variable_end" || type === "block_end" || this.stream.isOperator(")") || this.stream.isName(...ends)
    );
  }

  #condition(): Expression {
    let { line } = this.stream.current;
    const before = this.mentions.length;
    let then = this.#or();
    while (this.stream.skipName("if")) {
      const test = this.#or();
      const otherwise = this.stream.skipName("else") ? this.nested(() => this.#condition()) : undefined;
      then = { kind: "condition", test, then, line, ...(otherwise === undefined ? {} : { otherwise }) };
      this.mentions.length = before;
      line = this.stream.current.line;
    }
    return then;
  }

  #or(): Expression {
    let { line } = this.stream.current;
    let left = this.#and();
    while (this.stream.skipName("or")) {
      left = { kind: "or", left, right: this.#and(), line };
      line = this.stream.current.line;
    }
    return left;
  }

  #and(): Expression {
    let { line } = this.stream.current;
    let left = this.#not();
    while (this.stream.skipName("and")) {
      left = { kind: "and", left, right: this.#not(), line };
      line = this.stream.current.line;
    }
    return left;
  }

  #not(): Expression {
    if (!this.stream.isName("not")) return this.#compare();
    const { line } = this.stream.next();
    return { kind: "not", operand: this.nested(() => this.#not()), line };
  }

  #compare(): Expression {
    let { line } = this.stream.current;
    const first = this.#sum();
    const rest: [CompareOperator, Expression][] = [];
    for (;;) {
      const operator = this.#compareOperator();
      if (operator === undefined) break;
      rest.push([operator, this.#sum()]);
      line = this.stream.current.line;
    }
    return rest.length === 0 ? first : { kind: "compare", first, rest, line };
  }

  #compareOperator(): CompareOperator | undefined {
    const { value } = this.stream.current;
    if (this.stream.isOperator("==", "!=", "<", "<=", ">", ">=")) {
      this.stream.next();
      return value as CompareOperator;
    }
    if (this.stream.skipName("in")) return "in";
    const { following } = this.stream;
    if (!this.stream.isName("not") || following.type !== "name" || following.value !== "in") return undefined;
    this.stream.next();
    this.stream.next();
    return "not in";
  }

  #sum(): Expression {
    let { line } = this.stream.current;
    let left = this.#concat();
    while (this.stream.isOperator("+", "-")) {
      const operator = this.stream.next().value as "+" | "-";
      left = { kind: "binary", operator, left, right: this.#concat(), line };
      line = this.stream.current.line;
    }
    return left;
  }

  #concat(): Expression {
    const { line } = this.stream.current;
    const first = this.#product();
    if (!this.stream.isOperator("~")) return first;
    const parts = [first];
    while (this.stream.skipOperator("~")) parts.push(this.#product());
    return { kind: "concat", parts, line };
  }

  #product(): Expression {
    let { line } = this.stream.current;
    let left = this.#power();
    while (this.stream.isOperator("*", "/", "//", "%")) {
      const operator = this.stream.next().value as "*" | "/" | "//" | "%";
      left = { kind: "binary", operator, left, right: this.#power(), line };
      line = this.stream.current.line;
    }
    return left;
  }

  #power(): Expression {
    let { line } = this.stream.current;
    let left = this.#unary();
    while (this.stream.skipOperator("**")) {
      left = { kind: "binary", operator: "**", left, right: this.#unary(), line };
      line = this.stream.current.line;
    }
    return left;
  }

  #unary(withFilter = true): Expression {
    const { line } = this.stream.current;
    let node: Expression;
    if (this.stream.isOperator("-", "+")) {
      const operator = this.stream.next().value as "-" | "+";
      node = { kind: "unary", operator, operand: this.nested(() => this.#unary(false)), line };
    } else {
      node = this.primary();
    }
    node = this.postfix(node);
    return withFilter ? this.#filtered(node) : node;
  }

  primary(): Expression {
    const token = this.stream.current;
    const { line } = token;
    switch (token.type) {
      case "name":
        this.stream.next();
        return this.#name(token.value, line);
      case "string": {
        let value = "";
        while (this.stream.current.type === "string") value += this.stream.next().value;
        return { kind: "const", value, line };
      }
      case "integer":
        this.stream.next();
        return { kind: "const", value: integerLiteral(token.value), line };
      case "float":
        this.stream.next();
        return { kind: "const", value: Number(token.value), line };
      case "operator":
        if (token.value === "(") return this.#parenthesis();
        if (token.value === "[") return this.#list();
        if (token.value === "{") return this.#dict();
        break;
      default:
    }
    return this.fail(`unexpected '${describe(token)}'`, line);
  }

  #name(name: string, line: number): Expression {
    if (name === "true" || name === "True") return { kind: "const", value: true, line };
    if (name === "false" || name === "False") return { kind: "const", value: false, line };
    if (name === "none" || name === "None") return { kind: "const", value: null, line };
    for (const names of this.macroNames) names.add(name);
    return { kind: "name", name, line };
  }

  #parenthesis(): Expression {
    this.stream.next();
    const made = this.nested(() => this.tuple(true, [], true));
    this.stream.expect("operator", ")");
    return made;
  }

  #list(): Expression {
    const { line } = this.stream.next();
    const items: Expression[] = [];
    while (!this.stream.isOperator("]")) {
      if (items.length > 0) this.stream.expect("operator", ",");
      if (this.stream.isOperator("]")) break;
      items.push(this.expression());
    }
    this.stream.expect("operator", "]");
    return { kind: "list", items, line };
  }

  #dict(): Expression {
    const { line } = this.stream.next();
    const pairs: [Expression, Expression][] = [];
    while (!this.stream.isOperator("}")) {
      if (pairs.length > 0) this.stream.expect("operator", ",");
      if (this.stream.isOperator("}")) break;
      const key = this.expression();
      this.stream.expect("operator", ":");
      pairs.push([key, this.expression()]);
    }
    this.stream.expect("operator", "}");
    return { kind: "dict", pairs, line };
  }

  postfix(subject: Expression): Expression {
    let node = subject;
    for (;;) {
      if (this.stream.isOperator(".", "[")) node = this.#subscript(node);
      else if (this.stream.isOperator("(")) node = this.#call(node);
      else return node;
    }
  }

  #filtered(subject: Expression): Expression {
    let node = subject;
    for (;;) {
      if (this.stream.isOperator("|")) node = this.filters(node);
      else if (this.stream.isName("is")) node = this.#test(node);
      else if (this.stream.isOperator("(")) node = this.#call(node);
      else return node;
    }
  }

  #subscript(object: Expression): Expression {
    const { value, line } = this.stream.next();
    if (value === ".") {
      const token = this.stream.next();
      if (token.type === "name") return { kind: "attribute", object, name: token.value, line };
      if (token.type !== "integer") this.fail("expected name or number", token.line);
      return { kind: "item", object, key: { kind: "const", value: integerLiteral(token.value), line }, line };
    }
    const keys: Expression[] = [];
    while (!this.stream.isOperator("]")) {
      if (keys.length > 0) this.stream.expect("operator", ",");
      keys.push(this.#subscribed());
    }
    this.stream.expect("operator", "]");
    const [only] = keys;
    const key: Expression = keys.length === 1 && only !== undefined ? only : { kind: "tuple", items: keys, line };
    return { kind: "item", object, key, line };
  }

  #subscribed(): Expression {
    const { line } = this.stream.current;
    const isEnd = (): boolean => this.stream.isOperator(":", "]", ",");
    const start = this.stream.isOperator(":") ? undefined : this.expression();
    if (start !== undefined && !this.stream.isOperator(":")) return start;
    this.stream.next();
    const stop = isEnd() ? undefined : this.expression();
    const step = this.stream.skipOperator(":") && !isEnd() ? this.expression() : undefined;
    return { kind: "slice", start, stop, step, line };
  }

  #call(callee: Expression): Expression {
    const { line } = this.stream.current;
    return { kind: "call", callee, given: this.#arguments(), line };
  }

  #arguments(): CallArguments {
    const { line } = this.stream.expect("operator", "(");
    const positional: Expression[] = [];
    const named: [string, Expression][] = [];
    let rest: Expression | undefined;
    let namedRest: Expression | undefined;
    let first = true;
    const ensure = (holds: boolean): void => {
      if (!holds) this.fail("invalid syntax for function call expression", line);
    };
    while (!this.stream.isOperator(")")) {
      if (!first) this.stream.expect("operator", ",");
      first = false;
      if (this.stream.isOperator(")")) break;
      const { following } = this.stream;
      if (this.stream.skipOperator("*")) {
        ensure(rest === undefined && namedRest === undefined);
        rest = this.expression();
      } else if (this.stream.skipOperator("**")) {
        ensure(namedRest === undefined);
        namedRest = this.expression();
      } else if (this.stream.current.type === "name" && following.type === "operator" && following.value === "=") {
        ensure(namedRest === undefined);
        const key = this.stream.next().value;
        this.stream.next();
        if (named.some(([name]) => name === key)) this.fail(`keyword argument repeated: ${key}`, line);
        named.push([key, this.expression()]);
      } else {
        ensure(rest === undefined && namedRest === undefined && named.length === 0);
        positional.push(this.expression());
      }
    }
    this.stream.expect("operator", ")");
    return {
      positional,
      named,
      ...(rest === undefined ? {} : { rest }),
      ...(namedRest === undefined ? {} : { namedRest }),
    };
  }

  /** `|name(arguments)|name…` */
  filters(subject: Expression): FilterCall & Expression;
  filters(subject: undefined, inline?: boolean): FilterCall | undefined;
  filters(subject: Expression | undefined, inline = false): FilterCall | undefined {
    let node: FilterCall | undefined;
    let start = inline;
    while (start || this.stream.isOperator("|")) {
      if (!start) this.stream.next();
      start = false;
      const { line } = this.stream.current;
      const name = this.#dottedName();
      const given = this.stream.isOperator("(") ? this.#arguments() : NOTHING_GIVEN;
      this.mentions.push({ kind: "filter", name, line });
      node = { kind: "filter", name, subject: node ?? subject, given, line };
    }
    return node;
  }

  #dottedName(): string {
    let name = this.stream.expect("name").value;
    while (this.stream.skipOperator(".")) name += `.${this.stream.expect("name").value}`;
    return name;
  }

  #test(subject: Expression): Expression {
    const { line } = this.stream.next();
    const negated = this.stream.skipName("not");
    const name = this.#dottedName();
    this.mentions.push({ kind: "test", name, line });
    const test: Expression = { kind: "test", name, subject, given: this.#testArguments(), line };
    return negated ? { kind: "not", operand: test, line } : test;
  }

  #testArguments(): CallArguments {
    if (this.stream.isOperator("(")) return this.#arguments();
    const { type } = this.stream.current;
    const starts = type === "name" || type === "string" || type === "integer" || type === "float";
    if (!(starts || this.stream.isOperator("[", "{")) || this.stream.isName("else", "or", "and")) return NOTHING_GIVEN;
    if (this.stream.isName("is")) this.fail("You cannot chain multiple tests with is");
    return { positional: [this.postfix(this.primary())], named: [] };
  }
}

const NOTHING_GIVEN: CallArguments = { positional: [], named: [] };
