import type { DumpList, DumpMap, DumpNode, DumpScalar } from "./represent.js";
import { analyzeScalar, escaped, type ScalarAnalysis } from "./scalar-style.js";

export interface EmitOptions {
  /** Spaces a level, 2 to 9. */
  readonly indent: number;
  /** Characters after which a line may be broken. */
  readonly width: number;
}

type Place = "root" | "item" | "key" | "value";
const maxKeyBytes = 128;
const isBreak = (char: string | undefined): boolean => char === "\n" || char === "\u2028" || char === "\u2029";

/** Writes nodes as libyaml does. @source libyaml, emitter.c */
export class Emitter {
  readonly #options: EmitOptions;
  readonly #parts: string[] = [];
  #column = 0;
  #indent = -1;
  #flowLevel = 0;
  #afterSpace = true;
  /** Only indentation, `-`, `?` and `:` stand on the line. */
  #indention = true;

  constructor(options: EmitOptions) {
    this.#options = options;
  }

  document(root: DumpNode): string {
    this.#node(root, "root", false);
    this.#newLine();
    return this.#parts.join("");
  }

  #node(node: DumpNode, place: Place, simpleKey: boolean): void {
    if (node.kind === "alias") {
      this.#indicator(`*${node.anchor}`, true);
      return;
    }
    if (node.kind === "scalar") {
      this.#scalar(node, simpleKey);
      return;
    }
    if (node.anchor !== null) this.#indicator(`&${node.anchor}`, true);
    const isEmpty = node.kind === "list" ? node.items.length === 0 : node.entries.length === 0;
    const flow = this.#flowLevel > 0 || node.flow || isEmpty;
    if (node.kind === "list") this.#list(node, flow, place);
    else this.#map(node, flow);
  }

  #list(node: DumpList, flow: boolean, place: Place): void {
    if (flow) {
      this.#brackets("[", "]", node.items, (item) => this.#node(item, "item", false));
      return;
    }
    const isMapValue = place === "value" || place === "key";
    this.#indented(false, isMapValue && !this.#indention, () => {
      for (const item of node.items) {
        this.#newLine();
        this.#indicator("-", true, false, true);
        this.#node(item, "item", false);
      }
    });
  }

  #map(node: DumpMap, flow: boolean): void {
    if (flow) {
      this.#brackets("{", "}", node.entries, ([key, value]) => this.#flowEntry(key, value));
      return;
    }
    this.#indented(false, false, () => {
      for (const [key, value] of node.entries) {
        this.#newLine();
        if (this.#isSimpleKey(key)) {
          this.#node(key, "key", true);
          this.#indicator(":", false);
        } else {
          this.#indicator("?", true, false, true);
          this.#node(key, "key", false);
          this.#newLine();
          this.#indicator(":", true, false, true);
        }
        this.#node(value, "value", false);
      }
    });
  }

  #flowEntry(key: DumpNode, value: DumpNode): void {
    if (this.#isSimpleKey(key)) {
      this.#node(key, "key", true);
      this.#indicator(":", false);
    } else {
      this.#indicator("?", true);
      this.#node(key, "key", false);
      if (this.#column > this.#options.width) this.#newLine();
      this.#indicator(":", true);
    }
    this.#node(value, "value", false);
  }

  #brackets<T>(open: string, close: string, parts: readonly T[], write: (part: T) => void): void {
    this.#indicator(open, true, true);
    this.#flowLevel++;
    this.#indented(true, false, () => {
      for (const [n, part] of parts.entries()) {
        if (n > 0) this.#indicator(",", false);
        if (this.#column > this.#options.width) this.#newLine();
        write(part);
      }
    });
    this.#flowLevel--;
    this.#indicator(close, false);
  }

  #indented(flow: boolean, indentless: boolean, write: () => void): void {
    const before = this.#indent;
    if (before < 0) this.#indent = flow ? this.#options.indent : 0;
    else if (!indentless) this.#indent += this.#options.indent;
    write();
    this.#indent = before;
  }

  #isSimpleKey(node: DumpNode): boolean {
    if (node.kind === "alias") return true;
    if (node.kind === "list") return node.items.length === 0;
    if (node.kind === "map") return node.entries.length === 0;
    return !analyzeScalar(node.text).multiline && Buffer.byteLength(node.text) <= maxKeyBytes - (node.binary ? 8 : 0);
  }

  #scalar(node: DumpScalar, simpleKey: boolean): void {
    if (node.binary) this.#indicator("!!binary", true);
    this.#indented(true, false, () => this.#styled(node, analyzeScalar(node.text), simpleKey));
  }

  #styled(node: DumpScalar, can: ScalarAnalysis, simpleKey: boolean): void {
    if (node.binary && can.block && this.#flowLevel === 0 && !simpleKey) {
      this.#literal(node.text);
      return;
    }
    if (node.binary || (simpleKey && can.multiline)) {
      this.#doubleQuoted(node.text, !simpleKey);
      return;
    }
    const emptyPlain = node.text === "" && (this.#flowLevel > 0 || simpleKey);
    if (node.plain && !emptyPlain && (this.#flowLevel > 0 ? can.flowPlain : can.blockPlain)) {
      this.#plain(node.text, !simpleKey);
      return;
    }
    if (!node.quoted) this.#indicator("!", true);
    if (can.singleQuoted) this.#singleQuoted(node.text, !simpleKey);
    else this.#doubleQuoted(node.text, !simpleKey);
  }

  #plain(text: string, split: boolean): void {
    if (!this.#afterSpace && text !== "") this.#put(" ");
    const chars = [...text];
    for (const [n, char] of chars.entries()) {
      const fold = split && char === " " && chars[n - 1] !== " " && chars[n + 1] !== " ";
      if (fold && this.#column > this.#options.width) this.#newLine();
      else this.#put(char);
      if (char !== " ") this.#indention = false;
    }
    this.#afterSpace = false;
    this.#indention = false;
  }

  #singleQuoted(text: string, split: boolean): void {
    this.#indicator("'", true);
    const chars = [...text];
    let breaks = false;
    for (const [n, char] of chars.entries()) {
      const inside = n > 0 && n < chars.length - 1;
      const fold = split && inside && char === " " && chars[n - 1] !== " " && chars[n + 1] !== " ";
      if (fold && this.#column > this.#options.width) this.#newLine();
      else if (isBreak(char)) {
        if (!breaks && char === "\n") this.#break("\n");
        this.#break(char);
        this.#indention = true;
        breaks = true;
        continue;
      } else {
        if (breaks && char !== " ") this.#newLine();
        this.#put(char === "'" ? "''" : char);
      }
      if (char !== " ") {
        this.#indention = false;
        breaks = false;
      }
    }
    if (breaks) this.#newLine();
    this.#indicator("'", false);
    this.#afterSpace = false;
    this.#indention = false;
  }

  #doubleQuoted(text: string, split: boolean): void {
    this.#indicator('"', true);
    const chars = [...text];
    let spaces = false;
    for (const [n, char] of chars.entries()) {
      const inside = n > 0 && n < chars.length - 1;
      if (char === " " && split && !spaces && inside && this.#column > this.#options.width) {
        this.#newLine();
        if (chars[n + 1] === " ") this.#put("\\");
      } else this.#put(escaped(char));
      spaces = char === " ";
    }
    this.#indicator('"', false);
    this.#afterSpace = false;
    this.#indention = false;
  }

  #literal(text: string): void {
    this.#indicator("|", true);
    for (const line of text.split("\n").slice(0, -1)) {
      this.#break("\n");
      this.#indention = true;
      this.#newLine();
      this.#put(line);
      this.#indention = false;
    }
    this.#break("\n");
    this.#indention = true;
    this.#afterSpace = true;
  }

  #put(text: string): void {
    this.#parts.push(text);
    this.#column += [...text].length;
  }

  #break(text: string): void {
    this.#parts.push(text);
    this.#column = 0;
  }

  #indicator(text: string, needsSpace: boolean, thenSpace = false, indention = false): void {
    if (needsSpace && !this.#afterSpace) this.#put(" ");
    this.#put(text);
    this.#afterSpace = thenSpace;
    this.#indention = this.#indention && indention;
  }

  #newLine(): void {
    const indent = Math.max(this.#indent, 0);
    const mustBreak = !this.#indention || this.#column > indent || (this.#column === indent && !this.#afterSpace);
    if (mustBreak) this.#break("\n");
    if (this.#column < indent) this.#put(" ".repeat(indent - this.#column));
    this.#afterSpace = true;
    this.#indention = true;
  }
}
