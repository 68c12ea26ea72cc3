import type { TargetContext } from "./facts.js";
import { compileLeaf, type Leaf, type LeafType, type Side } from "./leaf.js";
import { expandNodegroup, maxWords } from "./nodegroup.js";
import { ok, type Result, refused } from "./result.js";
import { operators, parseEngineWord, splitWords, type Word } from "./words.js";

export type Expression =
  | { readonly kind: "leaf"; readonly leaf: Leaf }
  /** `bare`: no parentheses in between. */
  | { readonly kind: "not"; readonly of: Expression; readonly bare: boolean }
  | { readonly kind: "and" | "or"; readonly of: readonly Expression[] };

const maxNesting = 100;
/** Together: a list of ten thousand ids fits. */
const maxExpressionLength = 1_048_576;
const maxConditions = 1000;
/** Each may take more than a millisecond to compile. `P@a:b:c` counts as two: `b:c` at `a`, `c` at `a:b`. */
const maxRegularExpressions = 200;

const engines = new Map<string, LeafType>([
  ["G", "grain"],
  ["P", "grain_pcre"],
  ["I", "pillar"],
  ["J", "pillar_pcre"],
  ["L", "list"],
  ["S", "ipcidr"],
  ["E", "pcre"],
  ["R", "range"],
]);

/** The words, with each `N@` replaced by what its nodegroup says. */
export function expandWords(expression: string | readonly string[], context: TargetContext): Result<readonly Word[]> {
  const given = splitWords(expression);
  const words: Word[] = [];
  for (const word of given) {
    const engine = parseEngineWord(word.text);
    if (engine?.letter !== "N") {
      words.push(word);
      continue;
    }
    const group = expandNodegroup(engine.pattern, context.nodegroups);
    if (!group.ok) return { ...group, at: word.at };
    words.push(...group.value.map((text) => ({ text, at: word.at })));
    if (words.length > maxWords) return refused(`the expression has more than ${maxWords} words`);
  }
  return ok(words);
}

/**
 * Reads a compound expression. `not` binds tighter than `and`, `and` tighter than `or`; `a not b` is `a and not b`.
 * @source salt/matchers/compound_match.py; salt/utils/minions.py, _check_compound_minions
 */
export function parseCompound(
  expression: string | readonly string[],
  side: Side,
  context: TargetContext,
): Result<Expression> {
  const size =
    typeof expression === "string" ? expression.length : expression.reduce((sum, one) => sum + one.length, 0);
  if (size > maxExpressionLength) return refused("the expression is too long");
  const words = expandWords(expression, context);
  if (!words.ok) return words;
  if (words.value.length > maxWords) return refused(`the expression has more than ${maxWords} words`);
  return new CompoundParser(words.value, size, side, context).parse();
}

class CompoundParser {
  readonly #words: readonly Word[];
  readonly #end: number;
  readonly #side: Side;
  readonly #context: TargetContext;
  readonly #leaves = new Map<string, Leaf>();
  #next = 0;
  #nesting = 0;
  #regularExpressions = 0;

  constructor(words: readonly Word[], end: number, side: Side, context: TargetContext) {
    this.#words = words;
    this.#end = end;
    this.#side = side;
    this.#context = context;
  }

  parse(): Result<Expression> {
    const whole = this.#or();
    if (!whole.ok) return whole;
    const rest = this.#words[this.#next];
    return rest ? this.#unexpected(rest) : whole;
  }

  #or(): Result<Expression> {
    return this.#row("or", () => this.#and());
  }

  #and(): Result<Expression> {
    return this.#row("and", () => this.#unary());
  }

  #row(kind: "and" | "or", part: () => Result<Expression>): Result<Expression> {
    const first = part();
    if (!first.ok) return first;
    const of = [first.value];
    for (;;) {
      const next = this.#words[this.#next]?.text;
      if (next === kind) this.#next++;
      else if (!(kind === "and" && next === "not")) break;
      const more = part();
      if (!more.ok) return more;
      of.push(more.value);
    }
    return ok(of.length === 1 ? first.value : { kind, of });
  }

  #unary(): Result<Expression> {
    if (this.#words[this.#next]?.text !== "not") return this.#primary();
    this.#next++;
    const bare = this.#words[this.#next]?.text !== "(";
    const of = this.#primary();
    return of.ok ? ok({ kind: "not", of: of.value, bare }) : of;
  }

  #primary(): Result<Expression> {
    const word = this.#words[this.#next];
    if (!word) return refused("the expression ends where a condition is expected", { at: this.#end });
    if (word.text === "(") return this.#parentheses(word);
    if (operators.has(word.text)) return this.#unexpected(word);
    this.#next++;
    const leaf = this.#leaf(word);
    return leaf.ok ? ok({ kind: "leaf", leaf: leaf.value }) : leaf;
  }

  #parentheses(opening: Word): Result<Expression> {
    this.#next++;
    if (++this.#nesting > maxNesting) {
      return refused(`parentheses are nested more than ${maxNesting} deep`, { at: opening.at });
    }
    const inside = this.#or();
    if (!inside.ok) return inside;
    const closing = this.#words[this.#next];
    if (!closing) return refused("a parenthesis is not closed", { at: opening.at });
    if (closing.text !== ")") return this.#unexpected(closing);
    this.#next++;
    this.#nesting--;
    return inside;
  }

  #unexpected(word: Word): Result<never> {
    const what = JSON.stringify(word.text.length > 40 ? `${word.text.slice(0, 40)}...` : word.text);
    const why = operators.has(word.text)
      ? `${what} stands where none can be`
      : `${what} needs \`and\`, \`or\` or \`and not\` before it`;
    return refused(why, { at: word.at });
  }

  #leaf(word: Word): Result<Leaf> {
    const known = this.#leaves.get(word.text);
    if (known) return ok(known);
    if (this.#leaves.size >= maxConditions) return refused(`the expression has more than ${maxConditions} conditions`);
    const engine = parseEngineWord(word.text);
    const type = engine ? engines.get(engine.letter) : "glob";
    if (!type) {
      return refused(`${engine?.letter}@ (resources) is not supported`, { at: word.at });
    }
    const delimiter = engine?.delimiter ?? ":";
    if (type === "pcre") this.#regularExpressions++;
    if (type.endsWith("_pcre")) this.#regularExpressions += (engine?.pattern.split(delimiter).length ?? 2) - 1;
    if (this.#regularExpressions > maxRegularExpressions) {
      return refused(`the expression has more than ${maxRegularExpressions} regular expressions`, { at: word.at });
    }
    const leaf = compileLeaf(type, engine ? engine.pattern : word.text, {
      side: this.#side,
      delimiter,
      context: this.#context,
    });
    if (!leaf.ok) return { ...leaf, at: word.at };
    this.#leaves.set(word.text, leaf.value);
    return leaf;
  }
}
