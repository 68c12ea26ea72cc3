import { RenderError } from "../values.js";

export interface PipeStep {
  readonly renderer: string;
  readonly args: string;
}

export interface PipeRules {
  /** What a file without `#!` gets. Salt's default: `jinja|yaml`. */
  readonly defaultPipe?: string;
  /** Renderers that are skipped; Salt's `renderer_blacklist`. */
  readonly blacklist?: readonly string[];
  /** The only ones not skipped, where it is not empty; Salt's `renderer_whitelist`. */
  readonly whitelist?: readonly string[];
}

export const defaultPipe = "jinja|yaml";

const oldNames = new Map([
  ["yaml_jinja", "jinja|yaml"],
  ["json_jinja", "jinja|json"],
]);

/** Salt's own that need Python, by name, so that the error can say so. */
const pythonOnly: ReadonlySet<string> = new Set(
  "mako wempy cheetah genshi py pydsl pyobjects stateconf dson hjson json5 msgpack tomlmod toml nacl pass yamlex aws_kms kms".split(
    " ",
  ),
);

/**
 * The renderers of a file, in order: those of its `#!` line, or the default.
 * @throws RenderError for a renderer that is not there, with line 1
 * @source salt/template.py, template_shebang and check_render_pipe_str
 */
export function pipeOf(text: string, file: string, known: ReadonlySet<string>, rules: PipeRules): PipeStep[] {
  const firstLine = text.split("\n", 1)[0] ?? "";
  const named = firstLine.startsWith("#!") && !firstLine.startsWith("#!/");
  const pipe = named ? firstLine.trim().slice(2) : (rules.defaultPipe ?? defaultPipe);
  const steps: PipeStep[] = [];
  for (const part of (oldNames.get(pipe) ?? pipe).split("|")) {
    const [renderer = "", ...rest] = part.trim().split(" ");
    if (!isAllowed(renderer, rules)) continue;
    if (!known.has(renderer)) throw new RenderError(refusal(renderer, pipe), file, named ? 1 : null);
    steps.push({ renderer, args: rest.join(" ").trim() });
  }
  return steps;
}

function isAllowed(name: string, rules: PipeRules): boolean {
  if (rules.whitelist && rules.whitelist.length > 0 && !rules.whitelist.includes(name)) return false;
  return !rules.blacklist?.includes(name);
}

function refusal(name: string, pipe: string): string {
  const why = pythonOnly.has(name) ? "it runs Python or needs a Python library" : "nobody knows it";
  return `The renderer "${name}" of "${pipe}" is not available: ${why}`;
}
