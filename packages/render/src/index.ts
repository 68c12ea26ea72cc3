export {
  type ContextValue,
  type Filter,
  FunctionTable,
  RenderError,
  type TemplateFunction,
  type TemplateLoader,
  type TemplateOptions,
  type TemplateSource,
} from "./values.js";
