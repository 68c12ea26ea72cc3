import type { ValueMap } from "@salina/wire";
import type { MinionFacts, TargetContext } from "./facts.js";
import { globMatcher } from "./glob.js";
import { maxPatternBytes, pcreMatcher } from "./pcre.js";
import { ok, type Result, refused } from "./result.js";
import { type Comparison, subdictMatcher } from "./subdict.js";
import { subnetMatcher } from "./subnet.js";
import type { Work } from "./work.js";

/** How one minion is asked about one target. */
export interface Question {
  readonly exactPillar: boolean;
  readonly work: Work;
}

/** One condition of a target. */
export interface Leaf {
  readonly readsFacts: boolean;
  /** Null: the facts that decide are not known. */
  readonly test: (facts: MinionFacts, question: Question) => boolean | null;
  /** The ids of a list. */
  readonly ids?: readonly string[];
}

export type LeafType =
  | "glob"
  | "pcre"
  | "list"
  | "grain"
  | "grain_pcre"
  | "pillar"
  | "pillar_pcre"
  | "pillar_exact"
  | "ipcidr"
  | "range";

/** `minion`: as the minion itself reads it, where it is more forgiving than a master should be. */
export type Side = "master" | "minion";

export interface LeafOptions {
  readonly side: Side;
  readonly delimiter: string;
  readonly context: TargetContext;
}

export function compileLeaf(type: LeafType, pattern: string, options: LeafOptions): Result<Leaf> {
  switch (type) {
    case "glob":
      return Buffer.byteLength(pattern) > maxPatternBytes ? tooLong : ok(idLeaf(globMatcher(pattern)));
    case "pcre": {
      const matcher = pcreMatcher(pattern);
      return matcher.ok ? ok(idLeaf(matcher.value)) : matcher;
    }
    case "list":
      return ok(listLeaf(pattern, options.side));
    case "grain":
      return subdictLeaf(pattern, "glob", options, (facts) => facts.grains);
    case "grain_pcre":
      return subdictLeaf(pattern, "pcre", options, (facts) => facts.grains);
    case "pillar":
      return pillarLeaf(pattern, "glob", options);
    case "pillar_pcre":
      return pillarLeaf(pattern, "pcre", options);
    case "pillar_exact":
      return pillarLeaf(pattern, "exact", options);
    case "ipcidr": {
      const matcher = subnetMatcher(pattern);
      if (!matcher.ok) return options.side === "minion" ? ok(never) : matcher;
      return ok({ readsFacts: true, test: ({ grains }) => grains && matcher.value(grains) });
    }
    case "range": {
      const ids = options.context.ranges?.get(pattern);
      return ids ? ok(listLeaf(ids, "master")) : noRangeServer;
    }
  }
}

const tooLong = refused(`the pattern is longer than ${maxPatternBytes} bytes`);
const noRangeServer = refused(
  "range expressions need a range server (`range_server` in the master's config); write the ids as a list, or make a nodegroup of them",
  { code: "range-unavailable" },
);
const never: Leaf = { readsFacts: false, test: () => false };

function idLeaf(matches: (id: string) => boolean): Leaf {
  return { readsFacts: false, test: ({ id }) => matches(id) };
}

/**
 * The master compares whole ids. A minion looks for its id between the commas of the text, so that an id with a comma in it
 * is found where the master sees two.
 */
export function listLeaf(list: string | readonly string[], side: Side): Leaf {
  if (side === "minion") {
    if (typeof list !== "string") return idLeaf((id) => list.includes(id));
    return idLeaf((id) => `,${list},`.includes(`,${id},`));
  }
  const ids = new Set((typeof list === "string" ? list.split(",") : list).filter((id) => id !== ""));
  return { ...idLeaf((id) => ids.has(id)), ids: [...ids] };
}

function subdictLeaf(
  pattern: string,
  comparison: Comparison,
  { side, delimiter }: LeafOptions,
  factsOf: (facts: MinionFacts) => ValueMap | null,
): Result<Leaf> {
  if (side === "minion" && !pattern.includes(delimiter)) return ok(never);
  const matcher = subdictMatcher(pattern, delimiter, comparison);
  if (!matcher.ok) return matcher;
  return ok({
    readsFacts: true,
    test(facts, { work }) {
      const data = factsOf(facts);
      return data && matcher.value(data, work);
    },
  });
}

function pillarLeaf(pattern: string, comparison: Comparison, options: LeafOptions): Result<Leaf> {
  const leaf = subdictLeaf(pattern, comparison, options, (facts) => facts.pillar);
  if (!leaf.ok || comparison === "exact") return leaf;
  const exact = subdictLeaf(pattern, "exact", options, (facts) => facts.pillar);
  if (!exact.ok) return exact;
  return ok({
    readsFacts: true,
    test: (facts, question) => (question.exactPillar ? exact : leaf).value.test(facts, question),
  });
}
