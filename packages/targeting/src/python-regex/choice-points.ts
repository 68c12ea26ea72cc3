import type { Node } from "./syntax.js";

/**
 * In how many places a match of `node` may go on in more than one way because of a repeat, counted repeats written out.
 * The engine's work for one character of text grows with it.
 */
export function choicePoints(node: Node): number {
  switch (node.kind) {
    case "char":
    case "any":
    case "class":
    case "assert":
      return 0;
    case "sequence":
      return sum(node.items);
    case "choice":
      return sum(node.branches);
    case "look":
      return choicePoints(node.item);
    case "repeat": {
      const inner = choicePoints(node.item);
      if (!Number.isFinite(node.max)) return Math.max(node.min, 1) * inner + 1;
      return node.max * inner + (node.max - node.min);
    }
  }
}

function sum(nodes: readonly Node[]): number {
  return nodes.reduce((total, node) => total + choicePoints(node), 0);
}
