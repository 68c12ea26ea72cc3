export { DEFAULT_LIMITS, type RenderLimits } from "./jinja/budget.js";
export { renderTemplate } from "./jinja/index.js";
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
