import { compileHigh, compileSls, type RenderedSls, type SlsSource, showSls } from "@salina/orchestration";
import { pythonText, type Value, type ValueMap } from "@salina/wire";
import type { PillarService } from "../pillar/pillar-service.js";
import type { RunForTemplate } from "../templates/template-request.js";
import type { TemplateService } from "../templates/template-service.js";
import type { Compile, Compiled, CompileRequest } from "./compile.js";

export interface CompilerDeps {
  readonly masterId: string;
  readonly grains: ValueMap;
  readonly pillars: Pick<PillarService, "make">;
  readonly templates: Pick<TemplateService, "render" | "names">;
  /** Runners, for templates. */
  readonly runner: RunForTemplate;
}

/** Compiles orchestrations: SLS of the file server, rendered with the pillar that is made for the master's own id. */
export class Compiler {
  readonly #deps: CompilerDeps;

  constructor(deps: CompilerDeps) {
    this.#deps = deps;
  }

  readonly compile: Compile = (request) =>
    this.#with(request, async (source) => {
      const { what, saltenv } = request;
      if (what.kind === "high") return { ...compileHigh(what.high), high: what.high };
      const exclude = Array.isArray(what.exclude) ? what.exclude : what.exclude === null ? [] : [what.exclude];
      return { ...(await compileSls({ mods: what.mods, saltenv, exclude }, source)), high: new Map() };
    });

  /** High data as `state.orchestrate_show_sls` gives it, and no steps. */
  readonly show: Compile = (request) =>
    this.#with(request, async (source) => {
      const mods = request.what.kind === "sls" ? request.what.mods : [];
      return { ...(await showSls({ mods, saltenv: request.saltenv }, source)), chunks: [], processedSls: [] };
    });

  async #with(
    { saltenv, pillarenv, pillar: override, test }: CompileRequest,
    compile: (source: SlsSource) => Promise<Omit<Compiled, "pillar">>,
  ): Promise<Compiled> {
    const { masterId, grains, pillars } = this.#deps;
    const { pillar } = await pillars.make({
      id: masterId,
      grains,
      saltenv,
      pillarenv,
      override: override.size === 0 ? null : override,
      fresh: false,
    });
    const wrong = pillar.get("_errors");
    if (!Array.isArray(wrong)) return { ...(await compile(this.#source(pillar, test))), pillar };
    const errors = ["Pillar failed to render with the following messages:", ...wrong.map(pythonText)];
    return { chunks: [], errors, processedSls: [], high: new Map(), pillar };
  }

  #source(pillar: ValueMap, test: boolean): SlsSource {
    const { templates, grains, runner } = this.#deps;
    return {
      list: (saltenv) => templates.names(saltenv),
      async render(sls, saltenv): Promise<RenderedSls> {
        const rendered = await templates.render({
          source: { kind: "sls", name: sls },
          saltenv,
          pillar,
          grains,
          opts: new Map<Value, Value>([["test", test]]),
          runner,
        });
        if (rendered.ok) return { kind: "data", data: rendered.value, isInit: isInit(rendered.file.relative) };
        if (rendered.missing) return { kind: "missing" };
        return { kind: "error", text: `Rendering SLS '${saltenv}:${sls}' failed: ${rendered.shown}` };
      },
    };
  }
}

const isInit = (relative: string) => relative === "init.sls" || relative.endsWith("/init.sls");
