import { randomInt } from "node:crypto";
import { type PipeRules, readJson, readYaml, saltFilters, saltTests, type TemplateOptions } from "@salina/render";
import { isMap, type Value } from "@salina/wire";

/** What the config says of templates. */
export interface EngineConfig {
  readonly jinjaSlsEnv: Value;
  readonly trimBlocks: boolean;
  readonly lstripBlocks: boolean;
  readonly allowUndefined: boolean;
}

const filters = saltFilters({ now: () => new Date(), randomBelow: (bound) => randomInt(bound) });

/** What Salt adds to Jinja2, and `jinja_sls_env`. */
export function engineOf(config: EngineConfig): Omit<TemplateOptions, "name" | "context" | "loader"> {
  const environment = isMap(config.jinjaSlsEnv) ? [...config.jinjaSlsEnv] : [];
  return {
    filters,
    tests: saltTests,
    parsers: { yaml: readYaml, json: readJson },
    environment: new Map(environment.map(([name, value]) => [String(name), value])),
    strictUndefined: !config.allowUndefined,
    trimBlocks: config.trimBlocks,
    lstripBlocks: config.lstripBlocks,
  };
}

/** `renderer`, `renderer_blacklist`, `renderer_whitelist` */
export function pipeRulesOf(config: {
  readonly renderer: string;
  readonly rendererBlacklist: readonly string[];
  readonly rendererWhitelist: readonly string[];
}): PipeRules {
  return {
    defaultPipe: config.renderer,
    blacklist: config.rendererBlacklist,
    whitelist: config.rendererWhitelist,
  };
}
