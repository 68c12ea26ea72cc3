import { expandWords } from "./compound.js";
import { noNodegroups, type TargetContext } from "./facts.js";
import { ok, type Result, refused } from "./result.js";
import type { TargetSpec } from "./target.js";
import { parseEngineWord, splitWords } from "./words.js";

/**
 * A target as minions can read it: they know neither the nodegroups nor a range server, and take a delimiter for
 * `grain`, `grain_pcre` and `pillar` only.
 * @source salt/client/__init__.py, LocalClient._prep_pub; salt/minion.py, _target_load
 */
export function expandForPublish(
  target: TargetSpec,
  context: TargetContext = { nodegroups: noNodegroups },
): Result<TargetSpec> {
  const { type, expression, delimiter = ":" } = target;
  switch (type) {
    case "nodegroup":
      return typeof expression === "string"
        ? compound([`N@${expression}`], context)
        : refused("a nodegroup target is one name, not a list");
    case "compound":
      return splitWords(expression).some(({ text }) => /^[NR]@/.test(text))
        ? compound(expression, context)
        : ok({ type, expression });
    case "range": {
      const ids = typeof expression === "string" ? context.ranges?.get(expression) : undefined;
      return ids
        ? ok({ type: "list", expression: ids })
        : refused("the range server was not asked", { code: "range-unavailable" });
    }
    case "pillar_pcre":
    case "pillar_exact":
      if (delimiter === ":") return ok({ type, expression });
      if (type === "pillar_exact" || typeof expression !== "string" || [...delimiter].length !== 1) {
        return refused(`minions read a ${type} target with a colon as delimiter only`);
      }
      return ok(asCompound([`J${delimiter}@${expression}`]));
    case "grain":
    case "grain_pcre":
    case "pillar":
      return ok(delimiter === ":" ? { type, expression } : { type, expression, delimiter });
    case "glob":
    case "pcre":
    case "list":
    case "ipcidr":
      return ok({ type, expression });
  }
}

function compound(expression: string | readonly string[], context: TargetContext): Result<TargetSpec> {
  const words = expandWords(expression, context);
  if (!words.ok) return words;
  return ok(asCompound(words.value.map(({ text }) => rangeAsList(text, context))));
}

function rangeAsList(word: string, context: TargetContext): string {
  const engine = parseEngineWord(word);
  const ids = engine?.letter === "R" ? context.ranges?.get(engine.pattern) : undefined;
  return ids ? `L@${ids.join(",")}` : word;
}

/** As one text, as stock sends it; as words where one has a space in it, which the text would tear apart. */
function asCompound(words: readonly string[]): TargetSpec {
  return { type: "compound", expression: words.some((word) => /\s/.test(word)) ? words : words.join(" ") };
}

/** What the range server has to be asked before the target can be used. */
export function rangeExpressions(target: TargetSpec, context: TargetContext): readonly string[] {
  if (target.type === "range") return typeof target.expression === "string" ? [target.expression] : [];
  if (target.type !== "compound" && target.type !== "nodegroup") return [];
  const text = target.type === "nodegroup" ? [`N@${String(target.expression)}`] : target.expression;
  const words = expandWords(text, context);
  if (!words.ok) return [];
  return words.value.flatMap((word) => {
    const engine = parseEngineWord(word.text);
    return engine?.letter === "R" ? [engine.pattern] : [];
  });
}
