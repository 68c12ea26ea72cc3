import { isBreak, isPrintable, stringStyle } from "./yaml-scalar-style.js";

const bestWidth = 80;

const escapes: Readonly<Record<string, string>> = {
  "\0": "0",
  "\x07": "a",
  "\b": "b",
  "\t": "t",
  "\n": "n",
  "\v": "v",
  "\f": "f",
  "\r": "r",
  "\x1b": "e",
  '"': '"',
  "\\": "\\",
  "\x85": "N",
  "\xa0": "_",
  "\u2028": "L",
  "\u2029": "P",
};

/** Keeps column and indentation while YAML is put together. @source libyaml, emitter.c */
export class YamlWriter {
  text = "";
  readonly #step: number;
  #indent = -1;
  #column = 0;
  /** The last thing written is white space, or an indicator that needs none behind it. */
  #afterSpace = true;
  /** Only white space and `-`, `?`, `:` stand in this line so far. */
  #inIndention = true;

  constructor(step: number) {
    this.#step = step;
  }

  empty(brackets: "[]" | "{}"): void {
    this.#indicator(brackets.charAt(0), { spaceBefore: true, countsAsSpace: true });
    this.#indicator(brackets.charAt(1), {});
  }

  flowStart(bracket: "[" | "{"): void {
    this.#indicator(bracket, { spaceBefore: true, countsAsSpace: true });
    this.#indent = this.#indent < 0 ? this.#step : this.#indent + this.#step;
  }

  flowSeparator(index: number): void {
    if (index > 0) this.#indicator(",", {});
    if (this.#column > bestWidth) this.#writeIndent();
  }

  flowEnd(bracket: "]" | "}"): void {
    this.#indent -= this.#step;
    this.#indicator(bracket, {});
  }

  blockList<T>(inMap: boolean, items: readonly T[], emit: (item: T) => void): void {
    const outer = this.#indent;
    const stays = inMap && !this.#inIndention;
    if (!stays) this.#indent = outer < 0 ? 0 : outer + this.#step;
    for (const item of items) {
      this.#writeIndent();
      this.#indicator("-", { spaceBefore: true, keepsIndention: true });
      emit(item);
    }
    this.#indent = outer;
  }

  blockMap<T>(entries: readonly T[], emit: (entry: T) => void): void {
    const outer = this.#indent;
    this.#indent = outer < 0 ? 0 : outer + this.#step;
    for (const entry of entries) {
      this.#writeIndent();
      emit(entry);
    }
    this.#indent = outer;
  }

  /** Writes a key and its colon; long and many-line keys stand behind a `?`. */
  entryKey(isSimple: boolean, flow: boolean, emit: (asKey: boolean) => void): void {
    if (isSimple) {
      emit(true);
      this.#indicator(":", {});
      return;
    }
    this.#indicator("?", { spaceBefore: true, keepsIndention: !flow });
    emit(false);
    if (!flow || this.#column > bestWidth) this.#writeIndent();
    this.#indicator(":", { spaceBefore: true, keepsIndention: !flow });
  }

  /** In flow style, a text with a colon cannot stand plain: it is quoted, and `!` says that it is no string. */
  plainScalar(text: string, place: { readonly flow: boolean; readonly asKey: boolean }): void {
    this.#inScalar(() => {
      if (place.flow && text.includes(":")) {
        this.#indicator("!", { spaceBefore: true });
        this.#single(text, !place.asKey);
      } else {
        this.#plain(text, !place.asKey);
      }
    });
  }

  string(text: string, place: { readonly flow: boolean; readonly asKey: boolean }): "plain" | "other" {
    const style = stringStyle(text, place);
    this.#inScalar(() => {
      if (style === "plain") this.#plain(text, !place.asKey);
      else if (style === "single") this.#single(text, !place.asKey);
      else this.#double(text, !place.asKey);
    });
    return style === "plain" ? "plain" : "other";
  }

  /** @param lines base64 with a line end behind each line */
  binary(lines: string, place: { readonly flow: boolean; readonly asKey: boolean }): void {
    this.#inScalar(() => {
      this.#indicator("!!binary", { spaceBefore: true });
      if (lines === "" || place.flow || place.asKey) {
        this.#double(lines, !place.asKey);
        return;
      }
      this.#indicator("|", { spaceBefore: true });
      for (const line of lines.trimEnd().split("\n")) this.#put(`\n${" ".repeat(Math.max(this.#indent, 0))}${line}`);
      this.#put("\n");
      this.#afterSpace = true;
      this.#inIndention = true;
    });
  }

  #inScalar(write: () => void): void {
    const outer = this.#indent;
    this.#indent = outer < 0 ? this.#step : outer + this.#step;
    write();
    this.#indent = outer;
  }

  #put(text: string): void {
    this.text += text;
    const lastBreak = text.lastIndexOf("\n");
    this.#column = lastBreak < 0 ? this.#column + [...text].length : [...text.slice(lastBreak + 1)].length;
  }

  #writeIndent(): void {
    const indent = Math.max(this.#indent, 0);
    const mustBreak = !this.#inIndention || this.#column > indent || (this.#column === indent && !this.#afterSpace);
    if (mustBreak) this.#put("\n");
    if (this.#column < indent) this.#put(" ".repeat(indent - this.#column));
    this.#afterSpace = true;
    this.#inIndention = true;
  }

  #indicator(
    text: string,
    how: { readonly spaceBefore?: boolean; readonly countsAsSpace?: boolean; readonly keepsIndention?: boolean },
  ): void {
    if (how.spaceBefore && !this.#afterSpace) this.#put(" ");
    this.#put(text);
    this.#afterSpace = how.countsAsSpace ?? false;
    this.#inIndention = this.#inIndention && (how.keepsIndention ?? false);
  }

  #plain(text: string, mayFold: boolean): void {
    if (!this.#afterSpace) this.#put(" ");
    this.#folded([...text], mayFold, false);
    this.#afterSpace = false;
    this.#inIndention = false;
  }

  #single(text: string, mayFold: boolean): void {
    this.#indicator("'", { spaceBefore: true });
    this.#folded([...text], mayFold, true);
    this.#indicator("'", {});
    this.#inIndention = false;
  }

  /** Long lines are broken at single blanks. */
  #folded(chars: readonly string[], mayFold: boolean, quoted: boolean): void {
    let inBreaks = false;
    for (const [index, char] of chars.entries()) {
      const atEdge = quoted && (index === 0 || index === chars.length - 1);
      const single = char === " " && chars[index - 1] !== " " && chars[index + 1] !== " ";
      if (mayFold && single && this.#column > bestWidth && !atEdge) {
        this.#writeIndent();
      } else if (isBreak(char)) {
        if (!inBreaks && char === "\n") this.#put("\n");
        this.#put(char);
        if (char !== "\n") this.#column = 0;
        this.#inIndention = true;
        inBreaks = true;
        continue;
      } else {
        if (inBreaks) this.#writeIndent();
        this.#put(quoted && char === "'" ? "''" : char);
        if (char !== " ") this.#inIndention = false;
      }
      inBreaks = false;
    }
    if (inBreaks) this.#writeIndent();
  }

  #double(text: string, mayFold: boolean): void {
    this.#indicator('"', { spaceBefore: true });
    const chars = [...text];
    for (const [index, char] of chars.entries()) {
      if (!isPrintable(char) || isBreak(char) || char === '"' || char === "\\") {
        this.#put(escaped(char));
      } else if (char === " " && this.#foldsHere(chars, index, mayFold)) {
        this.#writeIndent();
        if (chars[index + 1] === " ") this.#put("\\");
      } else {
        this.#put(char);
      }
      this.#inIndention = false;
    }
    this.#indicator('"', {});
  }

  #foldsHere(chars: readonly string[], index: number, mayFold: boolean): boolean {
    const inside = index > 0 && index < chars.length - 1;
    return mayFold && inside && chars[index - 1] !== " " && this.#column > bestWidth;
  }
}

function escaped(char: string): string {
  const short = escapes[char];
  if (short !== undefined) return `\\${short}`;
  const code = char.codePointAt(0) ?? 0;
  const hex = code.toString(16).toUpperCase();
  if (code <= 0xff) return `\\x${hex.padStart(2, "0")}`;
  return code <= 0xffff ? `\\u${hex.padStart(4, "0")}` : `\\U${hex.padStart(8, "0")}`;
}
