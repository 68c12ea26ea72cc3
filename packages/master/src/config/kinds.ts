import { isMap, type Value } from "@salina/wire";
import { logLevels } from "./log-level.js";
import { describe, type Node, type Scalar } from "./tree.js";

/** How the value of an option is read. */
export interface Kind<T> {
  /** For docs and for refusals: "an integer from 1 to 65535". */
  readonly expected: string;
  /** What is found is never repeated in a refusal. */
  readonly secret?: true;
  /** Undefined: not acceptable. */
  read(node: Node): T | undefined;
  /** The default as it would stand in a config file. */
  show?(value: T): string;
}

function scalar<T>(expected: string, read: (value: Scalar["value"], node: Scalar) => T | undefined): Kind<T> {
  return { expected, read: (node) => (node.kind === "scalar" ? read(node.value, node) : undefined) };
}

export const boolean: Kind<boolean> = scalar("`true` or `false`", (value) =>
  typeof value === "boolean" ? value : undefined,
);

/** Decimal text counts: a quoted number is a number to Salt. */
export function integer(min: number, max: number = Number.MAX_SAFE_INTEGER, unit = ""): Kind<number> {
  const range = max === Number.MAX_SAFE_INTEGER ? `of at least ${min}` : `from ${min} to ${max}`;
  return scalar(`an integer ${range}${unit && `, ${unit}`}`, (value) => {
    const number = typeof value === "string" && /^-?\d{1,15}$/.test(value) ? Number(value) : value;
    return typeof number === "number" && Number.isInteger(number) && number >= min && number <= max
      ? number
      : undefined;
  });
}

export const port: Kind<number> = integer(1, 65_535);

/** A number, with or without a fraction. */
export function seconds(min: number, max: number): Kind<number> {
  return scalar(`a number of seconds from ${min} to ${max}`, (value) => {
    const number = typeof value === "string" && /^\d{1,15}(\.\d{1,9})?$/.test(value) ? Number(value) : value;
    return typeof number === "number" && number >= min && number <= max ? number : undefined;
  });
}

const usable = (text: string) => text !== "" && text.length <= 4096 && !/\p{Cc}/u.test(text);

export const text: Kind<string> = scalar("text", (value) =>
  typeof value === "string" && usable(value) ? value : undefined,
);

/** Names may look like numbers: `id: 7`. */
export const name: Kind<string> = scalar("a name", (value) => {
  if (typeof value === "number") return String(value);
  return typeof value === "string" && usable(value) && !value.includes("/") ? value : undefined;
});

export const fileName: Kind<string> = scalar("the name of a file in `pki_dir`, without a directory", (value) =>
  typeof value === "string" && /^[^/\\.\p{Cc}][^/\\\p{Cc}]{0,254}$/u.test(value) ? value : undefined,
);

/** Below `root_dir`, as Salt has it. */
export const path: Kind<string> = { ...text, expected: "a path" };

export const secret: Kind<string> = {
  ...scalar("text (in quotes if it looks like a number)", (value) =>
    typeof value === "string" && value !== "" && value.length <= 4096 ? value : undefined,
  ),
  secret: true,
};

export function oneOf<const T extends string | number>(
  values: readonly T[],
  same: (value: string | number) => string | number = (value) => value,
): Kind<T> {
  return scalar(`one of ${values.map((value) => `\`${value}\``).join(", ")}`, (value) => {
    if (typeof value !== "string" && typeof value !== "number") return undefined;
    return values.find((known) => known === same(value));
  });
}

/** Names with a list of names each: `{".*": ["test.*"]}`. One name alone counts as a list. */
export const textLists: Kind<ReadonlyMap<string, readonly string[]>> = {
  expected: "a map of names, each with a list of names",
  read(node) {
    if (node.kind !== "mapping") return undefined;
    const lists = new Map<string, readonly string[]>();
    for (const [key, { value }] of node.entries) {
      const items = value.kind === "list" ? value.items : [value];
      const names = items.map((item) => (item.kind === "scalar" && typeof item.value === "string" ? item.value : null));
      if (!names.every((one) => one !== null)) return undefined;
      lists.set(key, names);
    }
    return lists;
  },
  show: (value) => (value.size === 0 ? "{}" : JSON.stringify(Object.fromEntries(value))),
};

/** A list of texts; one alone counts as a list. */
export const textList: Kind<readonly string[]> = {
  expected: "a list of texts",
  read(node) {
    const items = node.kind === "list" ? node.items : [node];
    const texts = items.map((item) => (item.kind === "scalar" && typeof item.value === "string" ? item.value : null));
    return texts.every((one) => one !== null) ? texts : undefined;
  },
  show: (value) => JSON.stringify(value),
};

/** A list of some of these; one alone counts as a list. */
export function someOf(values: readonly string[]): Kind<readonly string[]> {
  return {
    ...textList,
    expected: `a list of ${values.map((value) => `\`${value}\``).join(", ")}`,
    read(node) {
      const texts = textList.read(node);
      return texts?.every((one) => values.includes(one)) ? texts : undefined;
    },
  };
}

/** Whatever stands there: minions get it as it is. */
export const data: Kind<Value> = {
  expected: "any value",
  read: (node) => toValue(node),
  show: (value) => (isMap(value) && value.size === 0 ? "{}" : JSON.stringify(value)),
};

function toValue(node: Node): Value {
  switch (node.kind) {
    case "scalar":
      return node.value;
    case "list":
      return node.items.map(toValue);
    case "mapping":
      return new Map([...node.entries].map(([key, { value }]) => [key, toValue(value)]));
  }
}

/** Permission bits: the digits are octal, however they are written (`0600`, `600`, `"0600"`, `0o600`). */
export const mode: Kind<number> = {
  ...scalar("permission bits such as `0600`", (_value, { source }) => {
    const digits = /^0?o?([0-7]{3})$/.exec(source)?.[1];
    return digits === undefined ? undefined : Number.parseInt(digits, 8);
  }),
  show: (value) => `0${value.toString(8)}`,
};

/** One of Salt's names; kept as written, in lower case. */
export const logLevel: Kind<string> = scalar(
  `one of ${[...logLevels.keys()].map((one) => `\`${one}\``).join(", ")}`,
  (value) => (typeof value === "string" && logLevels.has(value.toLowerCase()) ? value.toLowerCase() : undefined),
);

/** What a refusal says. */
export function refusal(option: string, kind: Kind<unknown>, node: Node): string {
  if (kind.secret) return `\`${option}\`: expected ${kind.expected}`;
  return `\`${option}\`: expected ${kind.expected}, found ${describe(node)}`;
}
