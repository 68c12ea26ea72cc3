import { isMap, type Value, type ValueMap } from "@salina/wire";
import { circle } from "./cycles.js";
import { applyExclude } from "./exclude.js";
import { reconcileExtend } from "./extend.js";
import { type HighData, listAt } from "./high-data.js";
import { lowChunks } from "./low-chunks.js";
import { renderTree } from "./render-tree.js";
import { applyRequisitesIn } from "./requisites-in.js";
import type { SlsSource } from "./sls-source.js";
import { verifyHigh } from "./verify-high.js";

export interface CompiledSteps {
  /** In the order in which they are to be run; empty where there are errors. */
  readonly chunks: readonly ValueMap[];
  /** In stock's words. */
  readonly errors: readonly string[];
  /** All SLS that were read. */
  readonly processedSls: readonly string[];
}

export interface SlsRequest {
  readonly mods: readonly string[];
  readonly saltenv: string;
  /** More to exclude: SLS names, or maps with `sls` or `id`. */
  readonly exclude?: readonly Value[];
}

/** From SLS files to steps, as `state.sls` does it. Nothing is thrown: what is wrong is in the errors. */
export async function compileSls(
  { mods, saltenv, exclude = [] }: SlsRequest,
  source: SlsSource,
): Promise<CompiledSteps> {
  const { high, errors, processedSls } = await renderTree(mods, saltenv, source);
  if (errors.length > 0) return { chunks: [], errors, processedSls };
  if (exclude.length > 0) listAt(high, "__exclude__").push(...exclude);
  return { ...compileHigh(high, processedSls), processedSls };
}

/** High data as `state.show_sls` gives it, or errors. */
export async function showSls(
  { mods, saltenv }: SlsRequest,
  source: SlsSource,
): Promise<{ high: HighData; errors: readonly string[] }> {
  const { high, errors } = await renderTree(mods, saltenv, source);
  return { high, errors: [...errors, ...verifyHigh(high)] };
}

/** From high data to steps. The data is changed. @source salt/state.py, State.call_high */
export function compileHigh(high: HighData, processedSls: readonly string[] = []): CompiledSteps {
  const failed = (errors: readonly string[]): CompiledSteps => ({ chunks: [], errors, processedSls });
  const wrong = [...reconcileExtend(high, false), ...verifyHigh(high)];
  if (wrong.length > 0) return failed(wrong);
  const errors = applyRequisitesIn(high);
  applyExclude(high);
  if (errors.length > 0) return failed(errors);
  try {
    const chunks = lowChunks(high);
    const named = [...high.values()].flatMap((body) => (isMap(body) ? [String(body.get("__sls__") ?? "")] : []));
    const round = circle(chunks, [...processedSls, ...named]);
    return round === null ? { chunks, errors: [], processedSls } : failed([round]);
  } catch (error) {
    return failed([error instanceof Error ? error.message : String(error)]);
  }
}
