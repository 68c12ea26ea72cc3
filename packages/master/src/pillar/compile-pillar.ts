import { isMap, type Value, type ValueMap } from "@salina/wire";
import type { Compilation } from "./compilation.js";
import { type Decryptor, decryptKeys } from "./decrypt-keys.js";
import { type ExtPillars, extPillar } from "./ext/ext-pillar.js";
import { mergePillar } from "./merge.js";
import type { CompiledPillar } from "./options.js";
import { slsPillar } from "./sls-files.js";
import { topData, topMatches } from "./top-files.js";

export interface CompileDeps {
  /** With what templates see as `pillar`, and what targets by pillar are matched with. */
  readonly compilation: (pillarSoFar: ValueMap) => Compilation;
  readonly extPillars: ExtPillars;
  readonly decrypt: Decryptor;
}

/**
 * Makes the pillar of one minion: the SLS files that the top files give it, then external pillars, then what the
 * command itself says; each laid on what was before.
 * @source salt/pillar/__init__.py, Pillar.compile_pillar
 */
export function compilePillar({ compilation, extPillars, decrypt }: CompileDeps): CompiledPillar {
  const run = compilation(new Map());
  const { options, request, merging, report } = run;
  const override: ValueMap = request.override ?? new Map();
  missingEnvironment(run);
  if (request.topOnly) return { pillar: topData(run), errors: report.errors, warnings: report.warnings };

  let pillar: ValueMap;
  if (options.extFirst) {
    const first = extPillar(run, extPillars, override);
    const later: Compilation = { ...compilation(first), report };
    pillar = mergePillar(first, slsPillar(later, topMatches(later)), merging);
  } else {
    pillar = extPillar(run, extPillars, slsPillar(run, topMatches(run)));
  }
  if (options.withOptions) pillar.set("master", new Map([...options.visible].filter(([key]) => key !== "grains")));
  if (report.forMinion.length > 0) pillar.set("_errors", [...report.forMinion]);
  if (override.size > 0) pillar = mergePillar(pillar, override, merging);

  const decrypted = decryptKeys(pillar, options.decrypt, decrypt);
  for (const text of decrypted.errors) report.error(text);
  if (decrypted.errors.length > 0) decrypted.pillar.set("_errors", withMore(pillar.get("_errors"), decrypted.errors));
  return { pillar: decrypted.pillar, errors: report.errors, warnings: report.warnings };
}

function withMore(known: Value | undefined, more: readonly string[]): Value {
  return [...(Array.isArray(known) ? known : []), ...more];
}

/**
 * Who asks for an environment by name gets an error where there is none, unlike in stock: an empty pillar would be
 * applied as if it were the right one. External pillars may have environments of their own.
 */
function missingEnvironment({ request, files, options, report }: Compilation): void {
  const { pillarenv } = request;
  const hasExt = Array.isArray(options.ext) ? options.ext.length > 0 : isMap(options.ext);
  if (pillarenv === null || files.has(pillarenv) || hasExt) return;
  const known = files.environments().join(", ");
  report.error(`Pillar environment '${pillarenv}' is not available on the salt master. There is: ${known}`);
}
