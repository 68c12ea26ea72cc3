import type { Value } from "@salina/wire";
import { readJson } from "../json/read-json.js";
import { readYaml } from "../read-yaml.js";
import { RenderError, type TemplateOptions, type TemplateSource } from "../values.js";
import { contextLines } from "./context-lines.js";
import { type Decrypt, decryptAll } from "./gpg.js";
import { type PipeRules, type PipeStep, pipeOf } from "./render-pipe.js";

/** Fills in a template: the engine's `renderTemplate`. @throws RenderError */
export type TemplateRenderer = (source: string, file: string, options: TemplateOptions) => string;

export interface SlsOptions {
  readonly template: TemplateOptions;
  readonly renderTemplate: TemplateRenderer;
  readonly rules?: PipeRules;
  /** Runs gpg on one block; without it the `gpg` renderer is not available. */
  readonly decrypt?: Decrypt;
  readonly gpgMustSucceed?: boolean;
}

/**
 * The data of an SLS file, or its text where no renderer of its pipe makes data of it. A file with nothing in it, and
 * a document that is empty or false, are an empty map.
 *
 * @throws RenderError
 * @source salt/template.py, compile_template
 */
export function renderSls(source: TemplateSource, options: SlsOptions): Value {
  if (source.text.trim() === "") return new Map();
  const steps = pipeOf(source.text, source.file, knownRenderers(options), options.rules ?? {});
  // Salt hands back an empty map where all renderers are skipped.
  if (steps.length === 0) return new Map();
  return steps.reduce<Value>((input, step) => runStep(step, input, source.file, options), source.text);
}

function knownRenderers(options: SlsOptions): ReadonlySet<string> {
  return new Set(["jinja", "yaml", "json", "text", ...(options.decrypt ? ["gpg"] : [])]);
}

function runStep(step: PipeStep, input: Value, file: string, options: SlsOptions): Value {
  if (step.renderer === "gpg") return decrypted(input, file, options);
  if (typeof input !== "string") {
    throw new RenderError(`the renderer "${step.renderer}" takes text, and the one before it gave data`, file, 1);
  }
  switch (step.renderer) {
    case "jinja":
      if (step.args !== "" && step.args !== "-s")
        throw new RenderError(`Unknown renderer option: ${step.args}`, file, 1);
      return options.renderTemplate(input, file, options.template);
    case "yaml":
      return orEmpty(withContext(input, () => readYaml(input, file)));
    case "json": {
      const body = input.startsWith("#!") ? `\n${input.slice(input.indexOf("\n") + 1)}` : input;
      return body.trim() === "" ? new Map() : withContext(input, () => readJson(body, file));
    }
    default:
      return input;
  }
}

function decrypted(input: Value, file: string, options: SlsOptions): Value {
  if (!options.decrypt) return input;
  try {
    return decryptAll(input, options.decrypt, options.gpgMustSucceed ?? false);
  } catch (error) {
    throw new RenderError(error instanceof Error ? error.message : String(error), file, null, { cause: error });
  }
}

/** @source salt/renderers/yaml.py: `if not data: data = {}` */
function orEmpty(value: Value): Value {
  const empty =
    value === null || value === false || value === 0 || value === "" || (Array.isArray(value) && value.length === 0);
  return empty ? new Map() : value;
}

/** Lines are those of the text after the template was filled in, so the error shows them. */
function withContext<T>(text: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof RenderError) || error.line === null) throw error;
    const place = error.reason.includes("\n") ? "" : `; line ${error.line}`;
    const reason = `${error.reason}${place}\n\n${contextLines(text, error.line)}`;
    throw new RenderError(reason, error.file, error.line, { cause: error });
  }
}
