/** What a Python regular expression says, as far as it matters for yes or no: groups and laziness are gone. */
export type Node =
  | { readonly kind: "char"; readonly code: number; readonly ignoreCase: boolean }
  | { readonly kind: "any"; readonly dotAll: boolean }
  | CharClass
  | { readonly kind: "assert"; readonly what: Assertion }
  | { readonly kind: "sequence"; readonly items: readonly Node[] }
  | { readonly kind: "choice"; readonly branches: readonly Node[] }
  | { readonly kind: "repeat"; readonly item: Node; readonly min: number; readonly max: number }
  | Look;

/**
 * | name           | Python                   | true                                  |
 * | -------------- | ------------------------ | ------------------------------------- |
 * | `start`        | `\A`, `^` without `(?m)` | at the start                          |
 * | `line-start`   | `^` with `(?m)`          | there and after each newline          |
 * | `end`          | `$` without `(?m)`       | at the end and before a final newline |
 * | `line-end`     | `$` with `(?m)`          | at the end and before each newline    |
 * | `absolute-end` | `\Z`                     | at the end                            |
 */
export type Assertion = "start" | "line-start" | "end" | "line-end" | "absolute-end" | "word-edge" | "not-word-edge";

export interface CharClass {
  readonly kind: "class";
  readonly negated: boolean;
  readonly items: readonly ClassItem[];
  readonly ignoreCase: boolean;
}

export type ClassItem =
  | { readonly kind: "range"; readonly from: number; readonly to: number }
  | { readonly kind: "shorthand"; readonly letter: Shorthand; readonly ascii: boolean };
export type Shorthand = "d" | "D" | "s" | "S" | "w" | "W";

export interface Look {
  readonly kind: "look";
  readonly direction: "ahead" | "behind";
  readonly negative: boolean;
  readonly item: Node;
}

export interface Flags {
  readonly ignoreCase: boolean;
  readonly multiline: boolean;
  readonly dotAll: boolean;
  readonly verbose: boolean;
  readonly ascii: boolean;
}

export const noFlags: Flags = { ignoreCase: false, multiline: false, dotAll: false, verbose: false, ascii: false };

/** Sequences in sequences are flattened, so that a group around the whole pattern changes nothing. */
export function sequence(items: readonly Node[]): Node {
  const flat = items.flatMap((item) => (item.kind === "sequence" ? item.items : [item]));
  const [only] = flat;
  return flat.length === 1 && only ? only : { kind: "sequence", items: flat };
}

export function itemsOf(node: Node): readonly Node[] {
  return node.kind === "sequence" ? node.items : [node];
}

/** Characters a match of `node` takes, or null where that differs from match to match. */
export function fixedWidth(node: Node): number | null {
  switch (node.kind) {
    case "char":
    case "any":
    case "class":
      return 1;
    case "assert":
    case "look":
      return 0;
    case "sequence":
      return node.items.reduce<number | null>((sum, item) => {
        const width = fixedWidth(item);
        return sum === null || width === null ? null : sum + width;
      }, 0);
    case "choice": {
      const widths = node.branches.map(fixedWidth);
      return widths.every((width) => width === widths[0]) ? (widths[0] ?? null) : null;
    }
    case "repeat": {
      const width = fixedWidth(node.item);
      return width === null || (node.min !== node.max && width > 0) ? null : width * node.min;
    }
  }
}

export function hasLook(node: Node, direction: Look["direction"]): boolean {
  switch (node.kind) {
    case "look":
      return node.direction === direction || hasLook(node.item, direction);
    case "sequence":
      return node.items.some((item) => hasLook(item, direction));
    case "choice":
      return node.branches.some((branch) => hasLook(branch, direction));
    case "repeat":
      return hasLook(node.item, direction);
    case "char":
    case "any":
    case "class":
    case "assert":
      return false;
  }
}
