import type { Mark } from "./yaml-fault.js";

export interface ScalarNode {
  readonly kind: "scalar";
  readonly tag: string;
  readonly text: string;
  readonly mark: Mark;
}

export interface SequenceNode {
  readonly kind: "sequence";
  readonly tag: string;
  readonly items: YamlNode[];
  readonly mark: Mark;
}

export interface MappingNode {
  readonly kind: "mapping";
  readonly tag: string;
  readonly entries: NodeEntry[];
  readonly mark: Mark;
}

/** An alias is the node it means. */
export type YamlNode = ScalarNode | SequenceNode | MappingNode;
export type NodeEntry = readonly [key: YamlNode, value: YamlNode];
