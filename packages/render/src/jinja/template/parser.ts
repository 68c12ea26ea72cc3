import { TemplateSyntaxError } from "../errors.js";
import type {
  BlockCode,
  Expression,
  MacroCode,
  Parameter,
  ParserName,
  Statement,
  Target,
  TemplateCode,
} from "./ast.js";
import { tokenize } from "./lexer.js";
import type { Mention } from "./parse-expression.js";
import { assigns, TargetParser } from "./parse-target.js";
import type { Syntax } from "./syntax.js";
import { TokenStream } from "./tokens.js";

/** Which filters and tests there are. */
export interface Known {
  hasFilter(name: string): boolean;
  hasTest(name: string): boolean;
}

/** @throws TemplateSyntaxError */
export function parseTemplate(
  source: string,
  { name, file, isRoot }: { readonly name: string; readonly file: string; readonly isRoot: boolean },
  syntax: Syntax,
  known: Known,
): TemplateCode {
  const parser = new StatementParser(new TokenStream(tokenize(source, syntax)));
  const body = parser.template();
  for (const { kind, name: wanted, line } of parser.mentions) {
    const found = kind === "filter" ? known.hasFilter(wanted) : known.hasTest(wanted);
    if (!found) throw new TemplateSyntaxError(`No ${kind} named '${wanted}'.`, line);
  }
  return { name, file, isRoot, body, blocks: parser.blocks };
}

type Parse = (line: number) => Statement | readonly Statement[];

/** Parses statements. @source jinja2/parser.py, class Parser; salt/utils/jinja.py, class SerializerExtension */
class StatementParser extends TargetParser {
  readonly blocks = new Map<string, BlockCode>();
  readonly #tags: string[] = [];
  readonly #ends: (readonly string[])[] = [];
  readonly #hard: Mention[] = [];
  /** Of the loops around, within the innermost macro. */
  #loops = 0;
  #scopedBlocks = 0;
  /** How many scopes are around that are no branches of the top level. */
  #inner = 0;
  readonly #statements: ReadonlyMap<string, Parse> = new Map<string, Parse>([
    ["for", (line) => this.#for(line)],
    ["if", (line) => this.#if(line)],
    ["block", (line) => this.#block(line)],
    ["extends", (line) => this.#extends(line)],
    ["print", (line) => this.#print(line)],
    ["macro", (line) => this.#macro(line)],
    ["include", (line) => this.#include(line)],
    ["from", (line) => this.#from(line)],
    ["import", (line) => this.#import(line)],
    ["set", (line) => this.#set(line)],
    ["with", (line) => this.#with(line)],
    ["autoescape", (line) => this.#autoescape(line)],
    ["call", (line) => this.#callBlock(line)],
    ["filter", (line) => this.#filterBlock(line)],
    ["do", (line) => ({ kind: "do", value: this.tuple(), line })],
    ["break", (line) => this.#jump("break", line)],
    ["continue", (line) => this.#jump("continue", line)],
    ["load_yaml", (line) => this.#load("yaml", line)],
    ["load_json", (line) => this.#load("json", line)],
    ["load_text", (line) => this.#load("text", line)],
    ["import_yaml", (line) => this.#import(line, "yaml")],
    ["import_json", (line) => this.#import(line, "json")],
    ["import_text", (line) => this.#import(line, "text")],
    ["profile", (line) => this.#profile(line)],
  ]);

  template(): Statement[] {
    const made = this.#until(undefined);
    this.mentions.push(...this.#hard);
    this.mentions.sort((a, b) => a.line - b.line);
    return made;
  }

  /** Statements up to one of the end tags, which becomes the current token. */
  #until(ends: readonly string[] | undefined): Statement[] {
    const made: Statement[] = [];
    if (ends !== undefined) this.#ends.push(ends);
    for (;;) {
      const token = this.stream.current;
      if (token.type === "eof") {
        if (ends !== undefined) this.#failAtEnd(token.line);
        break;
      }
      this.stream.next();
      if (token.type === "data") made.push({ kind: "text", text: token.value, line: token.line });
      else if (token.type === "variable_begin") {
        const value = this.tuple();
        made.push({ kind: "output", value, line: value.line });
        this.stream.expect("variable_end");
      } else {
        if (ends !== undefined && this.stream.isName(...ends)) break;
        made.push(...[this.nested(() => this.#statement())].flat());
        this.stream.expect("block_end");
      }
    }
    if (ends !== undefined) this.#ends.pop();
    return made;
  }

  #statement(): Statement | readonly Statement[] {
    const token = this.stream.current;
    if (token.type !== "name") this.fail("tag name expected", token.line);
    const parse = this.#statements.get(token.value);
    if (parse === undefined) this.#failUnknown(token.value, token.line);
    this.#tags.push(token.value);
    this.stream.next();
    const made = parse(token.line);
    this.#tags.pop();
    return made;
  }

  /** The body of a statement. @param drop whether the end tag is read too */
  #body(ends: readonly string[], drop = true): Statement[] {
    this.stream.skipOperator(":");
    this.stream.expect("block_end");
    const made = this.#until(ends);
    if (drop) this.stream.next();
    return made;
  }

  /** A body with a scope of its own: what it mentions must be there, even if a branch is around it. */
  #scoped(ends: readonly string[], drop = true): Statement[] {
    const around = this.mentions;
    this.mentions = [];
    this.#inner += 1;
    const made = this.#body(ends, drop);
    this.#inner -= 1;
    this.#hard.push(...this.mentions);
    this.mentions = around;
    return made;
  }

  #failAtEnd(line: number): never {
    return this.#failLooking(["Unexpected end of template."], undefined, line);
  }

  #failUnknown(name: string, line: number): never {
    return this.#failLooking([`Encountered unknown tag '${name}'.`], name, line);
  }

  #failLooking(message: string[], name: string | undefined, line: number): never {
    const looking = this.#ends.at(-1)?.map((end) => `'${end}'`);
    if (looking !== undefined) {
      const nesting = name !== undefined && this.#ends.some((ends) => ends.includes(name));
      message.push(
        nesting
          ? `You probably made a nesting mistake. Jinja is expecting this tag, but currently looking for ${looking.join(" or ")}.`
          : `Jinja was looking for the following tags: ${looking.join(" or ")}.`,
      );
    }
    const tag = this.#tags.at(-1);
    if (tag !== undefined) message.push(`The innermost block that needs to be closed is '${tag}'.`);
    return this.fail(message.join(" "), line);
  }

  #for(line: number): Statement {
    const target = this.target(["in"]);
    this.stream.expect("name", "in");
    const over = this.tuple(false, ["recursive"]);
    const test = this.stream.skipName("if") ? this.expression() : undefined;
    const recursive = this.stream.skipName("recursive");
    this.#loops += 1;
    const names = new Set<string>();
    this.macroNames.push(names);
    const scopedBlocks = this.#scopedBlocks;
    const body = this.#scoped(["endfor", "else"], false);
    const usesLoop = recursive || names.has("loop") || this.#scopedBlocks > scopedBlocks;
    this.macroNames.pop();
    this.#loops -= 1;
    if (assigns(target, "loop")) this.fail("Can't assign to special loop variable in for-loop target", line);
    const otherwise = this.stream.next().value === "else" ? this.#scoped(["endfor"]) : [];
    return { kind: "for", target, over, test, recursive, usesLoop, body, otherwise, line };
  }

  #if(line: number): Statement {
    const before = this.mentions.length;
    const branches: [Expression, Statement[]][] = [];
    let otherwise: Statement[] = [];
    for (;;) {
      const test = this.tuple(false);
      branches.push([test, this.#body(["elif", "else", "endif"], false)]);
      const { value } = this.stream.next();
      if (value === "elif") continue;
      if (value === "else") otherwise = this.#body(["endif"]);
      break;
    }
    this.mentions.length = before;
    return { kind: "if", branches, otherwise, line };
  }

  #block(line: number): Statement {
    const name = this.stream.expect("name").value;
    const scoped = this.stream.skipName("scoped");
    if (scoped) this.#scopedBlocks += 1;
    const required = this.stream.skipName("required");
    if (this.stream.isOperator("-")) {
      this.fail(
        "Block names in Jinja have to be valid Python identifiers and may not contain hyphens, use an underscore instead.",
      );
    }
    const loops = this.#loops;
    this.#loops = 0;
    const body = this.#scoped(["endblock"]);
    this.#loops = loops;
    if (required && body.some((one) => one.kind !== "text" || one.text.trim() !== "")) {
      this.fail("Required blocks can only contain comments or whitespace");
    }
    this.stream.skipName(name);
    if (this.blocks.has(name)) this.fail(`block '${name}' defined twice`, line);
    const code: BlockCode = { name, scoped, required, body, line };
    this.blocks.set(name, code);
    return { kind: "block", code, line };
  }

  #extends(line: number): Statement {
    if (this.#inner > 0) this.fail("cannot use extend from a non top-level scope", line);
    return { kind: "extends", template: this.expression(), line };
  }

  #print(line: number): readonly Statement[] {
    const made: Statement[] = [];
    while (this.stream.current.type !== "block_end") {
      if (made.length > 0) this.stream.expect("operator", ",");
      made.push({ kind: "output", value: this.expression(), line });
    }
    return made;
  }

  #macro(line: number): Statement {
    const name = this.targetName();
    return { kind: "macro", code: this.#macroCode(name, this.signature(), "endmacro", line), line };
  }

  #callBlock(line: number): Statement {
    const parameters = this.stream.isOperator("(") ? this.signature() : [];
    const call = this.expression();
    if (call.kind !== "call") this.fail("expected call", line);
    return { kind: "call", call, code: this.#macroCode(null, parameters, "endcall", line), line };
  }

  #macroCode(name: string | null, parameters: readonly Parameter[], end: string, line: number): MacroCode {
    const names = new Set<string>();
    const loops = this.#loops;
    this.#loops = 0;
    this.macroNames.push(names);
    const body = this.#scoped([end]);
    this.macroNames.pop();
    this.#loops = loops;
    const has = (special: string): boolean => parameters.some((parameter) => parameter.name === special);
    if (names.has("caller") && parameters.some((one) => one.name === "caller" && one.otherwise === undefined)) {
      this.fail(
        'When defining macros or call blocks the special "caller" argument must be omitted or be given a default.',
        line,
      );
    }
    return {
      name,
      parameters,
      body,
      line,
      usesCaller: names.has("caller"),
      usesKwargs: names.has("kwargs") && !has("kwargs"),
      usesVarargs: names.has("varargs") && !has("varargs"),
    };
  }

  #filterBlock(line: number): Statement {
    const filter = this.filters(undefined, true);
    if (filter === undefined) this.fail("expected a filter", line);
    return { kind: "filterBlock", filter, body: this.#scoped(["endfilter"]), line };
  }

  #include(line: number): Statement {
    const template = this.expression();
    let ignoreMissing = false;
    if (this.stream.isName("ignore") && this.stream.following.value === "missing") {
      this.stream.next();
      this.stream.next();
      ignoreMissing = true;
    }
    return { kind: "include", template, ignoreMissing, withContext: this.#contextClause() ?? true, line };
  }

  #contextClause(): boolean | undefined {
    if (!this.stream.isName("with", "without") || this.stream.following.value !== "context") return undefined;
    const withContext = this.stream.next().value === "with";
    this.stream.next();
    return withContext;
  }

  #import(line: number, parser?: ParserName): Statement {
    const template = this.expression();
    this.stream.expect("name", "as");
    const target = this.targetName();
    const withContext = this.#contextClause() ?? false;
    return { kind: "import", template, target, withContext, line, ...(parser === undefined ? {} : { parser }) };
  }

  #from(line: number): Statement {
    const template = this.expression();
    this.stream.expect("name", "import");
    const names: [string, string][] = [];
    let withContext: boolean | undefined;
    for (;;) {
      if (names.length > 0) this.stream.expect("operator", ",");
      if (this.stream.current.type !== "name") this.stream.expect("name");
      withContext = this.#contextClause();
      if (withContext !== undefined) break;
      const { line: at } = this.stream.current;
      const name = this.targetName();
      if (name.startsWith("_")) this.fail("names starting with an underline can not be imported", at);
      names.push([name, this.stream.skipName("as") ? this.targetName() : name]);
      withContext = this.#contextClause();
      if (withContext !== undefined || !this.stream.isOperator(",")) break;
    }
    return { kind: "fromImport", template, names, withContext: withContext ?? false, line };
  }

  #set(line: number): Statement {
    const target = this.target([], true);
    if (this.stream.skipOperator("=")) return { kind: "set", target, value: this.tuple(), line };
    const filter = this.filters(undefined);
    return { kind: "setBlock", target, filter, body: this.#scoped(["endset"]), line };
  }

  #with(line: number): Statement {
    const values: [Target, Expression][] = [];
    while (this.stream.current.type !== "block_end") {
      if (values.length > 0) this.stream.expect("operator", ",");
      const target = this.target([]);
      this.stream.expect("operator", "=");
      values.push([target, this.expression()]);
    }
    return { kind: "with", values, body: this.#scoped(["endwith"]), line };
  }

  #autoescape(line: number): Statement {
    return { kind: "autoescape", on: this.expression(), body: this.#scoped(["endautoescape"]), line };
  }

  #jump(kind: "break" | "continue", line: number): Statement {
    if (this.#loops === 0)
      this.fail(kind === "break" ? "'break' outside loop" : "'continue' not properly in loop", line);
    return { kind, line };
  }

  #load(parser: ParserName, line: number): Statement {
    this.stream.expect("name", "as");
    const target = this.target([]);
    const loops = this.#loops;
    this.#loops = 0;
    const body = this.#scoped(["endload"]);
    this.#loops = loops;
    return { kind: "load", parser, target, body, line };
  }

  #profile(line: number): Statement {
    this.stream.expect("name", "as");
    const label = this.expression();
    return { kind: "profile", label, body: this.#body(["endprofile"]), line };
  }
}
