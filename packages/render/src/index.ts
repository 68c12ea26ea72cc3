export { DEFAULT_LIMITS, type RenderLimits } from "./jinja/budget.js";
export { renderTemplate } from "./jinja/index.js";
export { readJson } from "./json/read-json.js";
export { type WriteJsonOptions, writeJson } from "./json/write-json.js";
export { contextLines } from "./pipeline/context-lines.js";
export { type Decrypt, decryptAll } from "./pipeline/gpg.js";
export { defaultPipe, type PipeRules } from "./pipeline/render-pipe.js";
export { renderSls, type SlsOptions, type TemplateRenderer } from "./pipeline/render-sls.js";
export { readYaml } from "./read-yaml.js";
export { type FilterWorld, refusedFilters, saltFilters, saltTests, tupleFilters } from "./salt-filters/index.js";
export {
  type ContextValue,
  type Filter,
  FunctionTable,
  RenderError,
  type TemplateFunction,
  type TemplateLoader,
  type TemplateOptions,
  type TemplateParsers,
  type TemplateSource,
} from "./values.js";
