import { maxYamlDepth, maxYamlValues } from "./limits.js";
import type { MappingNode, NodeEntry, SequenceNode, YamlNode } from "./node.js";
import { coreTypeOf } from "./plain-scalar.js";
import { Scanner } from "./scanner.js";
import type { Token, TokenKind } from "./token.js";
import { type Mark, YamlFault } from "./yaml-fault.js";

export const core = "tag:yaml.org,2002:";
const noTagPrefixes: ReadonlyMap<string, string> = new Map([
  ["!", "!"],
  ["!!", core],
]);

interface Properties {
  readonly anchor: string | null;
  readonly tag: string | null;
  readonly start: Mark;
}

/**
 * The nodes of the one document in a text; null where there is none.
 * @throws YamlFault
 * @source libyaml, parser.c; yaml/_yaml.pyx, compose_node
 */
export function composeDocument(text: string): YamlNode | null {
  return new Composer(text).document();
}

class Composer {
  readonly #scanner: Scanner;
  #prefixes = noTagPrefixes;
  readonly #anchors = new Map<string, YamlNode>();
  #depth = 0;
  #count = 0;

  constructor(text: string) {
    this.#scanner = new Scanner(text);
  }

  document(): YamlNode | null {
    const first = this.#scanner.peek();
    if (first.kind === "stream end") return null;
    const start = first.start;
    const implicit = !this.#is("yaml directive", "tag directive", "document start");
    // Marks of a document end alone are an empty stream.
    if (!implicit && !this.#documentStart()) return null;
    const root =
      !implicit && this.#is("yaml directive", "tag directive", "document start", "document end", "stream end")
        ? this.#empty(this.#scanner.peek().start)
        : this.#node(true, false);
    while (this.#is("document end")) this.#scanner.next();
    const second = this.#scanner.peek();
    if (second.kind !== "stream end") {
      this.#documentStart();
      throw new YamlFault(
        "composer",
        "but found another document",
        second.start,
        "expected a single document in the stream",
        start,
      );
    }
    return root;
  }

  #documentStart(): boolean {
    while (this.#is("document end")) this.#scanner.next();
    if (this.#is("stream end")) return false;
    this.#directives();
    const at = this.#scanner.peek();
    if (at.kind !== "document start") {
      throw new YamlFault("parser", "did not find expected <document start>", at.start);
    }
    this.#scanner.next();
    return true;
  }

  #directives(): void {
    const prefixes = new Map<string, string>();
    let version = false;
    while (this.#is("yaml directive", "tag directive")) {
      const { kind, text, handle, start } = this.#scanner.next();
      if (kind === "yaml directive") {
        if (version) throw new YamlFault("parser", "found duplicate %YAML directive", start);
        if (text !== "1.1" && text !== "1.2") throw new YamlFault("parser", "found incompatible YAML document", start);
        version = true;
      } else {
        if (prefixes.has(handle)) throw new YamlFault("parser", "found duplicate %TAG directive", start);
        prefixes.set(handle, text);
      }
    }
    this.#prefixes = new Map([...noTagPrefixes, ...prefixes]);
  }

  #is(...kinds: TokenKind[]): boolean {
    return kinds.includes(this.#scanner.peek().kind);
  }

  #node(block: boolean, indentless: boolean): YamlNode {
    const first = this.#scanner.peek();
    if (first.kind === "alias") return this.#alias();
    const properties = this.#properties(first.start);
    const { anchor, tag, start } = properties;
    const at = this.#scanner.peek();
    switch (at.kind) {
      case "-":
        if (indentless) return this.#nested(() => this.#indentless(properties));
        break;
      case "scalar":
        return this.#scalar(this.#scanner.next(), properties);
      case "[":
        return this.#nested(() => this.#flowSequence(properties));
      case "{":
        return this.#nested(() => this.#flowMapping(properties));
      case "block sequence":
        if (block) return this.#nested(() => this.#blockSequence(properties));
        break;
      case "block mapping":
        if (block) return this.#nested(() => this.#blockMapping(properties));
        break;
      default:
    }
    if (anchor === null && tag === null) {
      const context = `while parsing a ${block ? "block" : "flow"} node`;
      throw new YamlFault("parser", "did not find expected node content", at.start, context, start);
    }
    const isNull = tag === null;
    return this.#keep(
      { kind: "scalar", tag: isNull ? `${core}null` : tagOr(tag, "str"), text: "", mark: start },
      anchor,
    );
  }

  #alias(): YamlNode {
    const { text, start } = this.#scanner.next();
    const meant = this.#anchors.get(text);
    if (!meant) throw new YamlFault("composer", "found undefined alias", start);
    return meant;
  }

  #properties(start: Mark): Properties {
    let anchor: string | null = null;
    let tag: Token | null = null;
    for (;;) {
      const kind = this.#scanner.peek().kind;
      if (kind === "anchor" && anchor === null) anchor = this.#scanner.next().text;
      else if (kind === "tag" && tag === null) tag = this.#scanner.next();
      else return { anchor, tag: tag === null ? null : this.#tagOf(tag, start), start };
    }
  }

  #tagOf(tag: Token, start: Mark): string {
    if (tag.handle === "") return tag.text;
    const prefix = this.#prefixes.get(tag.handle);
    if (prefix === undefined) {
      throw new YamlFault("parser", "found undefined tag handle", tag.start, "while parsing a node", start);
    }
    return prefix + tag.text;
  }

  #scalar(token: Token, { anchor, tag, start }: Properties): YamlNode {
    const implied = (token.plain && tag === null) || tag === "!";
    const made = implied ? core + coreTypeOf(token.text) : (tag ?? `${core}str`);
    return this.#keep({ kind: "scalar", tag: made, text: token.text, mark: start }, anchor);
  }

  #empty(mark: Mark): YamlNode {
    return this.#keep({ kind: "scalar", tag: `${core}null`, text: "", mark }, null);
  }

  #keep<T extends YamlNode>(node: T, anchor: string | null): T {
    if (++this.#count > maxYamlValues) {
      throw new YamlFault("limit", `more than ${maxYamlValues} keys and values`, node.mark);
    }
    if (anchor === null) return node;
    const first = this.#anchors.get(anchor);
    if (first) {
      const context = "found duplicate anchor; first occurrence";
      throw new YamlFault("composer", "second occurrence", node.mark, context, first.mark);
    }
    this.#anchors.set(anchor, node);
    return node;
  }

  #nested(read: () => YamlNode): YamlNode {
    if (++this.#depth > maxYamlDepth) {
      throw new YamlFault("limit", `nested more than ${maxYamlDepth} deep`, this.#scanner.peek().start);
    }
    const made = read();
    this.#depth--;
    return made;
  }

  #sequence({ anchor, tag, start }: Properties): SequenceNode {
    return this.#keep({ kind: "sequence", tag: tagOr(tag, "seq"), items: [], mark: start }, anchor);
  }

  #mapping({ anchor, tag, start }: Properties): MappingNode {
    return this.#keep({ kind: "mapping", tag: tagOr(tag, "map"), entries: [], mark: start }, anchor);
  }

  /** The next node, or an empty one where a token of these kinds comes instead. */
  #unless(empty: readonly TokenKind[], block: boolean, indentless = false, before?: Token): YamlNode {
    const at = this.#scanner.peek();
    if (!empty.includes(at.kind)) return this.#node(block, indentless);
    return this.#empty(before === undefined ? at.start : endOf(before));
  }

  #indentless(properties: Properties): YamlNode {
    const made = this.#sequence(properties);
    while (this.#is("-")) {
      const dash = this.#scanner.next();
      made.items.push(this.#unless(["-", "?", ":", "block end"], true, false, dash));
    }
    return made;
  }

  #blockSequence(properties: Properties): YamlNode {
    const made = this.#sequence(properties);
    const start = this.#scanner.next().start;
    while (this.#is("-")) {
      const dash = this.#scanner.next();
      made.items.push(this.#unless(["-", "block end"], true, false, dash));
    }
    const end = this.#scanner.next();
    if (end.kind === "block end") return made;
    const context = "while parsing a block collection";
    throw new YamlFault("parser", "did not find expected '-' indicator", end.start, context, start);
  }

  #blockMapping(properties: Properties): YamlNode {
    const made = this.#mapping(properties);
    const start = this.#scanner.next().start;
    const ends: TokenKind[] = ["?", ":", "block end"];
    while (this.#is("?")) {
      const mark = this.#scanner.next();
      const key = this.#unless(ends, true, true, mark);
      made.entries.push([key, this.#valueAfter((colon) => this.#unless(ends, true, true, colon))]);
    }
    const end = this.#scanner.next();
    if (end.kind === "block end") return made;
    throw new YamlFault("parser", "did not find expected key", end.start, "while parsing a block mapping", start);
  }

  #valueAfter(read: (colon: Token) => YamlNode): YamlNode {
    const at = this.#scanner.peek();
    if (at.kind !== ":") return this.#empty(at.start);
    return read(this.#scanner.next());
  }

  #flowSequence(properties: Properties): YamlNode {
    const made = this.#sequence(properties);
    const start = this.#scanner.next().start;
    for (let first = true; !this.#is("]"); first = false) {
      if (!first) {
        this.#comma("sequence", "]", start);
        if (this.#is("]")) break;
      }
      made.items.push(this.#is("?") ? this.#nested(() => this.#pair()) : this.#node(false, false));
    }
    this.#scanner.next();
    return made;
  }

  /** `[a: b]` is a list of one map. */
  #pair(): YamlNode {
    const start = this.#scanner.next().start;
    const made = this.#mapping({ anchor: null, tag: null, start });
    const ends: TokenKind[] = [",", "]"];
    let key: YamlNode;
    if (this.#is(":", ...ends)) {
      // libyaml loses the token here.
      key = this.#empty(this.#scanner.next().start);
    } else key = this.#node(false, false);
    made.entries.push([key, this.#valueAfter(() => this.#unless(ends, false))]);
    return made;
  }

  #flowMapping(properties: Properties): YamlNode {
    const made = this.#mapping(properties);
    const start = this.#scanner.next().start;
    for (let first = true; !this.#is("}"); first = false) {
      if (!first) {
        this.#comma("mapping", "}", start);
        if (this.#is("}")) break;
      }
      made.entries.push(this.#flowEntry());
    }
    this.#scanner.next();
    return made;
  }

  #flowEntry(): NodeEntry {
    if (!this.#is("?")) {
      const key = this.#node(false, false);
      return [key, this.#empty(this.#scanner.peek().start)];
    }
    this.#scanner.next();
    const key = this.#unless([":", ",", "}"], false);
    return [key, this.#valueAfter(() => this.#unless([",", "}"], false))];
  }

  #comma(what: string, end: string, start: Mark): void {
    const at = this.#scanner.peek();
    if (at.kind !== ",") {
      const context = `while parsing a flow ${what}`;
      throw new YamlFault("parser", `did not find expected ',' or '${end}'`, at.start, context, start);
    }
    this.#scanner.next();
  }
}

function tagOr(tag: string | null, type: string): string {
  return tag === null || tag === "!" || tag === "" ? core + type : tag;
}

/** Behind an indicator of one character. */
function endOf({ start }: Token): Mark {
  return { index: start.index + 1, line: start.line, column: start.column + 1 };
}
