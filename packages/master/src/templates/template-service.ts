import { contextLines } from "@salina/render";
import { type Encodable, encode, isMap, type Value, type ValueMap } from "@salina/wire";
import type { Clock } from "../clock.js";
import { ThreadPool } from "../threads/thread-pool.js";
import { unpacked } from "../threads/unpacked.js";
import type { FromTemplateThread, TemplateFault, ToTemplateThread } from "./messages.js";
import type { TemplateThread } from "./start-template-thread.js";
import type { TemplateFiles, TemplateText } from "./template-files.js";
import type { Rendered, RunForTemplate, TemplateRequest } from "./template-request.js";

export interface TemplateServiceDeps {
  readonly clock: Clock;
  readonly start: () => TemplateThread;
  readonly files: TemplateFiles;
  readonly limits: {
    /** How many templates are rendered at once. */
    readonly threads: number;
    /** One that takes longer is given up, with all that it runs and asks for. */
    readonly limitMs: number;
  };
}

const maxWaiting = 1000;
const idleMs = 300_000;

interface Task {
  readonly request: TemplateRequest;
  readonly text: TemplateText;
}

type Filled =
  | { readonly ok: true; readonly value: Value; readonly warnings: readonly string[] }
  | { readonly ok: false; readonly fault: TemplateFault };

/**
 * Renders SLS files that are the master's own: orchestrations and reactions. In threads of their own, so that none of
 * them holds up the daemon. What they import comes from the file server, with all its backends.
 */
export class TemplateService {
  readonly #files: TemplateFiles;
  readonly #pool: ThreadPool<Task, ToTemplateThread, FromTemplateThread, Filled>;

  constructor({ clock, start, files, limits }: TemplateServiceDeps) {
    this.#files = files;
    this.#pool = new ThreadPool<Task, ToTemplateThread, FromTemplateThread, Filled>({
      clock,
      start,
      ...limits,
      maxWaiting,
      idleMs,
      work: {
        what: "templates",
        message: packed,
        result: (done) =>
          "fault" in done ? { ok: false, ...done } : { ok: true, value: unpacked(done.value), warnings: done.warnings },
        failed: (reason) => ({ ok: false, fault: { reason, file: "", line: null } }),
        answer: (question, given, { request }) => this.#answer(question, given, request),
      },
    });
  }

  /** Never rejects. */
  async render(request: TemplateRequest): Promise<Rendered> {
    let text: TemplateText | undefined;
    try {
      text = await this.#files.find(request.source, request.saltenv);
    } catch (error) {
      return notRendered(false, error instanceof Error ? error.message : String(error));
    }
    if (!text) return notRendered(true, notThere(request));
    const filled = await this.#pool.run({ request, text });
    return filled.ok
      ? { ...filled, file: { path: text.path, relative: text.relative } }
      : notRendered(false, placed(filled.fault, text), shown(filled.fault, text));
  }

  /** Names of all SLS of an environment; undefined: there is no such environment. */
  names(saltenv: string): Promise<readonly string[] | undefined> {
    return this.#files.names(saltenv);
  }

  close(): void {
    this.#pool.close();
  }

  async #answer(question: string, given: ValueMap, request: TemplateRequest): Promise<Encodable> {
    if (question === "file") {
      const found = await this.#files.below(String(given.get("path")), String(given.get("saltenv")));
      if (!found) return null;
      return new Map([
        ["path", found.path],
        ["text", found.text],
      ]);
    }
    if (question === "runner" || question === "wheel") {
      const run = question === "runner" ? request.runner : request.wheel;
      const arg = given.get("arg");
      return await offered(run, String(given.get("fun")), Array.isArray(arg) ? arg : [], given.get("kwarg"));
    }
    return await offered(request.runner, question, [], given);
  }
}

async function offered(
  run: RunForTemplate | undefined,
  fun: string,
  arg: readonly Value[],
  kwarg: Value | undefined,
): Promise<Encodable> {
  if (!run) throw new Error(`'${fun}' is not available here`);
  const keywords = isMap(kwarg) && kwarg.size > 0 ? [new Map<Value, Value>([["__kwarg__", true], ...kwarg])] : [];
  return await run(fun, [...arg, ...keywords]);
}

function packed({ request, text }: Task, number: number): ToTemplateThread {
  const { source, saltenv, pillar, grains = new Map(), names = new Map(), opts = new Map() } = request;
  return {
    number,
    file: { path: text.path, relative: text.relative },
    text: text.text,
    sls: source.kind === "sls" ? source.name : "",
    saltenv,
    packed: encode([pillar, grains, new Map(names), opts]),
  };
}

function notRendered(missing: boolean, reason: string, asShown = reason): Rendered {
  return { ok: false, missing, reason, shown: asShown };
}

/** What ends the thread does not know the file. */
function placed({ reason, file, line }: TemplateFault, { path }: TemplateText): string {
  return `${file || path}${line === null ? "" : `:${line}`}: ${reason}`;
}

/** @source salt/exceptions.py, SaltRenderError */
function shown({ reason, file, line }: TemplateFault, { path, text }: TemplateText): string {
  if (line === null || reason.includes("\n")) return reason;
  if (file !== path) return `${file}:${line}: ${reason}`;
  return `${reason}; line ${line}\n\n${contextLines(text, line)}`;
}

/** @source salt/state.py, render_state */
function notThere({ source, saltenv }: TemplateRequest): string {
  return source.kind === "sls"
    ? `No matching sls found for '${source.name}' in env '${saltenv}'`
    : `File missing or not found: ${source.path}`;
}
