import type { Value } from "@salina/wire";

/** What an SLS file gives. Texts of errors are in stock's words. */
export type RenderedSls =
  | { readonly kind: "data"; readonly data: Value; readonly isInit: boolean }
  | { readonly kind: "missing" }
  | { readonly kind: "error"; readonly text: string };

export type SlsNames = readonly string[] | undefined;

/** Where SLS come from. */
export interface SlsSource {
  readonly render: (sls: string, saltenv: string) => RenderedSls | Promise<RenderedSls>;
  /** Names of all SLS of an environment; undefined: there is no such environment. */
  readonly list: (saltenv: string) => SlsNames | Promise<SlsNames>;
}
