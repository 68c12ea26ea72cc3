import type { Parameter, Target } from "./ast.js";
import { ExpressionParser } from "./parse-expression.js";

const RESERVED = new Set(["true", "false", "none", "True", "False", "None"]);

/** Parses what can stand left of an assignment, and the parameters of macros. @source jinja2/parser.py, class Parser */
export class TargetParser extends ExpressionParser {
  signature(): Parameter[] {
    const made: Parameter[] = [];
    this.stream.expect("operator", "(");
    while (!this.stream.isOperator(")")) {
      if (made.length > 0) this.stream.expect("operator", ",");
      const name = this.targetName();
      const otherwise = this.stream.skipOperator("=") ? this.expression() : undefined;
      if (otherwise === undefined && made.at(-1)?.otherwise !== undefined) {
        this.fail("non-default argument follows default argument");
      }
      made.push({ name, otherwise });
    }
    this.stream.expect("operator", ")");
    return made;
  }

  targetName(): string {
    const token = this.stream.expect("name");
    if (RESERVED.has(token.value)) this.fail(`can't assign to 'name'`, token.line);
    return token.value;
  }

  target(ends: readonly string[], withNamespace = false): Target {
    const { line } = this.stream.current;
    const items: Target[] = [];
    let isTuple = false;
    for (;;) {
      if (items.length > 0) this.stream.expect("operator", ",");
      const { type } = this.stream.current;
      const atEnd = type === "block_end" || type === "variable_end" || this.stream.isOperator(")");
      if (atEnd || this.stream.isName(...ends)) break;
      items.push(this.#targetPart(withNamespace));
      if (!this.stream.isOperator(",")) break;
      isTuple = true;
    }
    const [only] = items;
    if (!isTuple && only !== undefined) return only;
    if (!isTuple) this.fail(`Expected an expression, got '${this.stream.current.value || "end of statement block"}'`);
    return { kind: "tuple", items, line };
  }

  #targetPart(withNamespace: boolean): Target {
    const token = this.stream.current;
    if (this.stream.skipOperator("(")) {
      const made = this.nested(() => this.target([], false));
      this.stream.expect("operator", ")");
      return made;
    }
    if (token.type !== "name" || RESERVED.has(token.value)) {
      const { kind } = this.primary();
      this.fail(`can't assign to '${kind}'`, token.line);
    }
    this.stream.next();
    if (!withNamespace || !this.stream.skipOperator(".")) return { kind: "name", name: token.value, line: token.line };
    const attribute = this.stream.expect("name").value;
    for (const names of this.macroNames) names.add(token.value);
    return { kind: "namespace", name: token.value, attribute, line: token.line };
  }
}

/** Whether the target gives a value to the name. */
export function assigns(target: Target, name: string): boolean {
  return target.kind === "tuple" ? target.items.some((item) => assigns(item, name)) : target.name === name;
}
