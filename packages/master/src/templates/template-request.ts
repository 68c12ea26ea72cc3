import type { Encodable, Value, ValueMap } from "@salina/wire";

/** Runs a runner or a wheel function for a template. Rejects with a message for it. */
export type RunForTemplate = (fun: string, arg: readonly Value[]) => Promise<Encodable>;

/** What stands where. */
export type TemplateSource =
  /** `a.b`: `a/b.sls` or `a/b/init.sls` of the file server. */
  | { readonly kind: "sls"; readonly name: string }
  /** `salt://a/b.sls`, or a path on this machine. */
  | { readonly kind: "file"; readonly path: string };

export interface TemplateRequest {
  readonly source: TemplateSource;
  readonly saltenv: string;
  /** What the template sees as `pillar` and `salt['pillar.get']`. */
  readonly pillar: ValueMap;
  /** What it sees as `grains`; with none: those of the master. */
  readonly grains?: ValueMap;
  /** Further names: `tag`, `data`. */
  readonly names?: ReadonlyMap<string, Value>;
  /** Laid over the options of the config that it sees as `opts`. */
  readonly opts?: ValueMap;
  /** For `salt['saltutil.runner']` and `salt['mine.get']`. Left out: there are none. */
  readonly runner?: RunForTemplate;
  /** For `salt['saltutil.wheel']`. */
  readonly wheel?: RunForTemplate;
}

export interface TemplateFile {
  /** On this machine: for messages, and `tplpath`. */
  readonly path: string;
  /** Below its root; of a path on this machine the last part. `a/init.sls` tells where `.b` is. */
  readonly relative: string;
}

export type Rendered =
  | { readonly ok: true; readonly value: Value; readonly file: TemplateFile; readonly warnings: readonly string[] }
  | {
      readonly ok: false;
      /** There is no such file. One that cannot be read is not missing. */
      readonly missing: boolean;
      /** With file and line. */
      readonly reason: string;
      /** The same as `state.sls` shows it: without the file, with the lines around it. */
      readonly shown: string;
    };
