import type { Value } from "@salina/wire";
import { construct, emptyNode, type Node, type Pair, tagged } from "./yaml-nodes.js";
import { readQuoted } from "./yaml-quoted.js";
import { NotYaml, resolvePlain } from "./yaml-scalar.js";

/**
 * Reads one line as a YAML 1.1 document, as libyaml does it.
 *
 * A command line argument is one line at most, so that block lists and block maps can be left out: Salt keeps such
 * text as it is. Written by hand because starting up a whole YAML library costs more than a command takes.
 *
 * @throws NotYaml for text that is no YAML, and for block lists, block maps and rare tags
 */
export function readYamlLine(line: string): Value {
  const reader = new LineReader(line);
  return construct(reader.document());
}

const maxDepth = 64;
const flowIndicators = ",[]{}";
const neverFirst = "-?:,[]{}#&*!|>'\"%@`";
const emptyBlockScalar = /^[|>](?:[+-]?[1-9]?|[1-9][+-])? *$/;

class LineReader {
  readonly #text: string;
  #at = 0;
  #depth = 0;
  readonly #anchors = new Map<string, Node | undefined>();

  constructor(text: string) {
    this.#text = text;
  }

  document(): Node {
    if (this.#text.startsWith("%")) throw new NotYaml("directive");
    if (/^\.\.\.(?: |$)/.test(this.#text)) throw new NotYaml("end of document");
    if (/^---(?: |$)/.test(this.#text)) this.#at = 3;
    this.#skipSpace();
    if (this.#ended()) return emptyNode;
    const node = this.#node(false);
    this.#skipSpace();
    if (!this.#ended()) throw new NotYaml("more than one value");
    return node;
  }

  #peek(ahead = 0): string {
    return this.#text.charAt(this.#at + ahead);
  }

  #ended(): boolean {
    return this.#at >= this.#text.length;
  }

  #blankAt(ahead: number): boolean {
    const char = this.#peek(ahead);
    return char === " " || char === "";
  }

  /** Blanks, and a comment, which goes on to the end. */
  #skipSpace(): void {
    const start = this.#at;
    while (this.#peek() === " ") this.#at++;
    const mayComment = this.#at > start || this.#at === 0 || flowIndicators.includes(this.#peek(-1));
    if (this.#peek() === "#" && mayComment) this.#at = this.#text.length;
  }

  #node(inFlow: boolean): Node {
    const { anchor, tag } = this.#properties(inFlow);
    if (anchor !== undefined) {
      if (this.#anchors.has(anchor)) throw new NotYaml("anchor twice");
      this.#anchors.set(anchor, undefined);
    }
    const hasProperties = anchor !== undefined || tag !== undefined;
    const node = tagged(this.#content(inFlow, hasProperties), tag);
    if (anchor !== undefined) this.#anchors.set(anchor, node);
    return node;
  }

  #properties(inFlow: boolean): { anchor?: string; tag?: string } {
    const found: { anchor?: string; tag?: string } = {};
    for (;;) {
      const char = this.#peek();
      if (char === "&" && found.anchor === undefined) found.anchor = this.#name();
      else if (char === "!" && found.tag === undefined) found.tag = this.#tag(inFlow);
      else return found;
      this.#skipSpace();
    }
  }

  #name(): string {
    const match = /^[0-9A-Za-z_-]+(?=$|[ ?:,\]}%@`])/.exec(this.#text.slice(this.#at + 1));
    if (!match) throw new NotYaml("anchor");
    this.#at += 1 + match[0].length;
    return match[0];
  }

  #tag(inFlow: boolean): string {
    const match = /^![^ ,[\]{}]*/.exec(this.#text.slice(this.#at));
    const tag = match?.[0] ?? "!";
    this.#at += tag.length;
    if (!this.#blankAt(0) && !(inFlow && this.#peek() === ",")) throw new NotYaml("tag");
    return tag;
  }

  #content(inFlow: boolean, hasProperties: boolean): Node {
    const char = this.#peek();
    if (char === "[" || char === "{") return this.#collection(char);
    if (char === "'" || char === '"') {
      const { text, end } = readQuoted(this.#text, this.#at);
      this.#at = end;
      return { kind: "scalar", text, tag: "str" };
    }
    if (char === "*") return this.#alias(hasProperties);
    if (!inFlow && (char === "|" || char === ">")) return this.#blockScalar();
    if (this.#startsPlain(inFlow)) return this.#plain(inFlow);
    const nothingFollows = this.#ended() || (inFlow && ",]}:".includes(char));
    if (hasProperties && nothingFollows) return emptyNode;
    throw new NotYaml("no value");
  }

  #alias(hasProperties: boolean): Node {
    const node = this.#anchors.get(this.#name());
    if (node === undefined || hasProperties) throw new NotYaml("alias");
    return node;
  }

  #blockScalar(): Node {
    const header = this.#text.slice(this.#at).replace(/ #.*$/, "");
    if (!emptyBlockScalar.test(header)) throw new NotYaml("block scalar");
    this.#at = this.#text.length;
    return { kind: "scalar", text: "", tag: "str" };
  }

  #startsPlain(inFlow: boolean): boolean {
    const char = this.#peek();
    if (char === "") return false;
    if (!neverFirst.includes(char)) return true;
    return (char === "-" || (!inFlow && (char === "?" || char === ":"))) && !this.#blankAt(1);
  }

  #plain(inFlow: boolean): Node {
    const start = this.#at;
    for (; !this.#ended(); this.#at++) {
      const char = this.#peek();
      if (char === "#" && this.#at > start && this.#peek(-1) === " ") break;
      if (char === ":") {
        if (this.#blankAt(1)) break;
        if (inFlow && ",?[]{}".includes(this.#peek(1))) throw new NotYaml("unexpected :");
      }
      if (inFlow && flowIndicators.includes(char)) break;
    }
    const text = this.#text.slice(start, this.#at).replace(/ +$/, "");
    // The blanks are left for the comment and the key that may follow.
    this.#at = start + text.length;
    return { kind: "scalar", text, tag: resolvePlain(text) };
  }

  #collection(open: "[" | "{"): Node {
    if (++this.#depth > maxDepth) throw new NotYaml("too deep");
    this.#at++;
    const node: Node =
      open === "["
        ? { kind: "list", items: this.#entries("]", () => this.#listEntry()) }
        : { kind: "map", pairs: this.#entries("}", () => this.#pair()) };
    this.#depth--;
    return node;
  }

  #entries<T>(close: "]" | "}", read: () => T): T[] {
    const entries: T[] = [];
    for (;;) {
      this.#skipSpace();
      if (this.#peek() === close) break;
      entries.push(read());
      this.#skipSpace();
      if (this.#peek() === ",") this.#at++;
      else if (this.#peek() !== close) throw new NotYaml("unclosed");
    }
    this.#at++;
    return entries;
  }

  /** A value, or one pair without braces: `[a: 1]`. */
  #listEntry(): Node {
    if (this.#explicitKey()) return { kind: "map", pairs: [this.#pairInList()] };
    const node = this.#node(true);
    this.#skipSpace();
    if (this.#peek() !== ":") return node;
    return { kind: "map", pairs: [[node, this.#valueAfterColon()]] };
  }

  #explicitKey(): boolean {
    return this.#peek() === "?";
  }

  #pair(): Pair {
    const key = this.#explicitKey() ? (this.#keyAfterMark() ?? emptyNode) : this.#node(true);
    return [key, this.#valueOfPair()];
  }

  /**
   * `[? key : value]`. Where there is no key libyaml eats the token behind the mark, whatever it is: `[? ,]` is a whole
   * list, `[? ]` an unclosed one, and after that eaten `]` only the true one can follow.
   */
  #pairInList(): Pair {
    const key = this.#keyAfterMark();
    if (key !== undefined) return [key, this.#valueOfPair()];
    const eaten = this.#peek();
    this.#at++;
    const value = this.#valueOfPair();
    if (eaten === "]" && (this.#peek() !== "]" || value !== emptyNode)) throw new NotYaml("unclosed");
    return [emptyNode, value];
  }

  /** @returns undefined where nothing stands between the mark and what ends a key */
  #keyAfterMark(): Node | undefined {
    this.#at++;
    this.#skipSpace();
    return ":,]}".includes(this.#peek()) ? undefined : this.#node(true);
  }

  #valueOfPair(): Node {
    this.#skipSpace();
    return this.#peek() === ":" ? this.#valueAfterColon() : emptyNode;
  }

  #valueAfterColon(): Node {
    this.#at++;
    this.#skipSpace();
    return this.#ended() || ",]}".includes(this.#peek()) ? emptyNode : this.#node(true);
  }
}
