import { RenderError, type TemplateOptions } from "../values.js";
import { RenderEngine } from "./engine.js";
import { syntaxOf, takeHeader } from "./environment.js";
import { PyError, TemplateSyntaxError } from "./errors.js";
import { execute } from "./runtime/execute.js";
import { Output } from "./runtime/frame.js";
import { newContext, runTemplate } from "./runtime/inclusion.js";

/**
 * Renders a Jinja2 template as Salt does: its own interpreter, nothing of a template becomes JavaScript code.
 *
 * @param file for messages
 * @throws RenderError with file, line and Salt's wording: `Jinja variable 'x' is undefined`
 * @source salt/utils/templates.py, render_jinja_tmpl
 */
export function renderTemplate(source: string, file: string, options: TemplateOptions): string {
  const header = takeHeader(source);
  const engine = new RenderEngine(options, syntaxOf(options, header.options), file);
  try {
    const template = engine.parse(header.source, options.name, file, true);
    // The caller's names stay what they are in this template; what it imports may see another tpldir.
    engine.addFullContext(() => context);
    const context = newContext(template, new Map(engine.globals));
    const out = new Output();
    runTemplate(template, context, engine, out, execute);
    return withLineEnd(out.text(), source);
  } catch (error) {
    throw asRenderError(error, engine);
  }
}

/** Jinja2 drops the last line end; Salt puts it back. */
function withLineEnd(text: string, source: string): string {
  return source.endsWith("\n") ? `${text}\n` : text;
}

function asRenderError(error: unknown, { position: { file, line } }: RenderEngine): Error {
  if (error instanceof RenderError) return error;
  if (error instanceof TemplateSyntaxError) {
    return new RenderError(`Jinja syntax error: ${error.message}`, file, error.line, { cause: error });
  }
  if (error instanceof PyError) {
    return new RenderError(
      PREFIXES.get(error.kind)?.concat(error.message) ?? `Jinja error: ${error.message}`,
      file,
      line,
      {
        cause: error,
      },
    );
  }
  // V8's own limits: the stack, the length of a string, the size of a bigint or a Map.
  if (error instanceof RangeError || (error instanceof SyntaxError && error.message.includes("egular expression"))) {
    return new RenderError("Jinja error: the template is nested too deeply or makes too much", file, line, {
      cause: error,
    });
  }
  return error instanceof Error ? error : new Error(String(error));
}

const PREFIXES = new Map([
  ["UndefinedError", "Jinja variable "],
  ["TemplateRuntimeError", "Jinja syntax error: "],
  ["SecurityError", "Jinja syntax error: "],
  ["FilterArgumentError", "Jinja syntax error: "],
  ["SaltFunctionError", "Problem running salt function in Jinja template: "],
]);
