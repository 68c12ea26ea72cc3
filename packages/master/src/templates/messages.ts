import type { TemplateFile } from "./template-request.js";
import type { TemplateConfig } from "./template-run.js";

/** Values travel packed: between threads they would lose what kind of number they are. */
export interface TemplateStart {
  readonly config: Omit<TemplateConfig, "jinjaSlsEnv" | "nodegroups" | "visible">;
  /** Packed list: jinja_sls_env, nodegroups, what templates see as `opts`. */
  readonly packed: Uint8Array;
}

export interface ToTemplateThread {
  readonly number: number;
  readonly file: TemplateFile;
  readonly text: string;
  readonly sls: string;
  readonly saltenv: string;
  /** Packed list of maps: pillar, grains, further names, options laid over. */
  readonly packed: Uint8Array;
}

export type FromTemplateThread =
  | { readonly value: Uint8Array; readonly warnings: readonly string[] }
  /** What is wrong with a template is no fault of the thread. */
  | { readonly fault: TemplateFault };

export interface TemplateFault {
  readonly reason: string;
  /** The one that was rendered, or one that it imports. */
  readonly file: string;
  readonly line: number | null;
}
