import type { Py } from "../objects/types.js";
import type { BinaryOperator } from "../operators.js";

interface At {
  /** From 1. */
  readonly line: number;
}

export interface CallArguments {
  readonly positional: readonly Expression[];
  readonly named: readonly (readonly [name: string, value: Expression])[];
  /** `*items` */
  readonly rest?: Expression;
  /** `**mapping` */
  readonly namedRest?: Expression;
}

export type CompareOperator = "==" | "!=" | "<" | "<=" | ">" | ">=" | "in" | "not in";

export type Expression = At &
  (
    | { readonly kind: "const"; readonly value: Py }
    | { readonly kind: "name"; readonly name: string }
    | { readonly kind: "list" | "tuple"; readonly items: readonly Expression[] }
    | { readonly kind: "dict"; readonly pairs: readonly (readonly [Expression, Expression])[] }
    | {
        readonly kind: "condition";
        readonly test: Expression;
        readonly then: Expression;
        readonly otherwise?: Expression;
      }
    | { readonly kind: "or" | "and"; readonly left: Expression; readonly right: Expression }
    | { readonly kind: "not"; readonly operand: Expression }
    | {
        readonly kind: "compare";
        readonly first: Expression;
        readonly rest: readonly (readonly [CompareOperator, Expression])[];
      }
    | {
        readonly kind: "binary";
        readonly operator: BinaryOperator;
        readonly left: Expression;
        readonly right: Expression;
      }
    | { readonly kind: "unary"; readonly operator: "-" | "+"; readonly operand: Expression }
    | { readonly kind: "concat"; readonly parts: readonly Expression[] }
    | { readonly kind: "attribute"; readonly object: Expression; readonly name: string }
    | { readonly kind: "item"; readonly object: Expression; readonly key: Expression }
    | {
        readonly kind: "slice";
        readonly start: Expression | undefined;
        readonly stop: Expression | undefined;
        readonly step: Expression | undefined;
      }
    | { readonly kind: "call"; readonly callee: Expression; readonly given: CallArguments }
    | FilterCall
    | { readonly kind: "test"; readonly name: string; readonly subject: Expression; readonly given: CallArguments }
  );

/** A filter; without a subject it is that of a block. */
export interface FilterCall {
  readonly kind: "filter";
  readonly line: number;
  readonly name: string;
  readonly subject: Expression | undefined;
  readonly given: CallArguments;
}

/** What can stand left of an assignment. */
export type Target = At &
  (
    | { readonly kind: "name"; readonly name: string }
    | { readonly kind: "namespace"; readonly name: string; readonly attribute: string }
    | { readonly kind: "tuple"; readonly items: readonly Target[] }
  );

export interface Parameter {
  readonly name: string;
  readonly otherwise: Expression | undefined;
}

/** The part that `macro` and `call` have in common. */
export interface MacroCode {
  readonly name: string | null;
  readonly parameters: readonly Parameter[];
  readonly body: readonly Statement[];
  readonly usesCaller: boolean;
  readonly usesKwargs: boolean;
  readonly usesVarargs: boolean;
  readonly line: number;
}

export interface BlockCode {
  readonly name: string;
  readonly scoped: boolean;
  readonly required: boolean;
  readonly body: readonly Statement[];
  readonly line: number;
}

export type ParserName = "yaml" | "json" | "text";

export type Statement = At &
  (
    | { readonly kind: "text"; readonly text: string }
    | { readonly kind: "output"; readonly value: Expression }
    | {
        readonly kind: "if";
        readonly branches: readonly (readonly [Expression, readonly Statement[]])[];
        readonly otherwise: readonly Statement[];
      }
    | {
        readonly kind: "for";
        readonly target: Target;
        readonly over: Expression;
        readonly test: Expression | undefined;
        readonly recursive: boolean;
        /** Only then `loop` is there, for the body and for what the body includes. */
        readonly usesLoop: boolean;
        readonly body: readonly Statement[];
        readonly otherwise: readonly Statement[];
      }
    | { readonly kind: "set"; readonly target: Target; readonly value: Expression }
    | {
        readonly kind: "setBlock";
        readonly target: Target;
        readonly filter: FilterCall | undefined;
        readonly body: readonly Statement[];
      }
    | {
        readonly kind: "with";
        readonly values: readonly (readonly [Target, Expression])[];
        readonly body: readonly Statement[];
      }
    | { readonly kind: "autoescape"; readonly on: Expression; readonly body: readonly Statement[] }
    | { readonly kind: "macro"; readonly code: MacroCode }
    | { readonly kind: "call"; readonly call: Expression & { kind: "call" }; readonly code: MacroCode }
    | { readonly kind: "filterBlock"; readonly filter: FilterCall; readonly body: readonly Statement[] }
    | { readonly kind: "block"; readonly code: BlockCode }
    | { readonly kind: "extends"; readonly template: Expression }
    | {
        readonly kind: "include";
        readonly template: Expression;
        readonly ignoreMissing: boolean;
        readonly withContext: boolean;
      }
    | {
        readonly kind: "import";
        readonly template: Expression;
        readonly target: string;
        readonly withContext: boolean;
        /** `import_yaml` and its kin read what the template prints. */
        readonly parser?: ParserName;
      }
    | {
        readonly kind: "fromImport";
        readonly template: Expression;
        readonly names: readonly (readonly [name: string, alias: string])[];
        readonly withContext: boolean;
      }
    | {
        readonly kind: "load";
        readonly parser: ParserName;
        readonly target: Target;
        readonly body: readonly Statement[];
      }
    | { readonly kind: "profile"; readonly label: Expression; readonly body: readonly Statement[] }
    | { readonly kind: "do"; readonly value: Expression }
    | { readonly kind: "break" | "continue" }
  );

export interface TemplateCode {
  readonly name: string;
  /** For messages. */
  readonly file: string;
  /** The template that was rendered, not one that it names. */
  readonly isRoot: boolean;
  readonly body: readonly Statement[];
  readonly blocks: ReadonlyMap<string, BlockCode>;
}
