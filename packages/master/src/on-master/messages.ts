/** One function of an execution module, to be run on the master. Values travel packed. */
export interface OnMasterCall {
  readonly fun: string;
  /** Packed list. */
  readonly args: Uint8Array;
  /** Packed map. */
  readonly kwargs: Uint8Array;
  readonly masterId: string;
  /** Packed maps. */
  readonly grains: Uint8Array;
  readonly pillar: Uint8Array;
  readonly opts: Uint8Array;
  readonly nodegroups: Uint8Array;
  readonly fileRoots: ReadonlyMap<string, readonly string[]>;
  readonly ignore: { readonly expressions: readonly string[]; readonly globs: readonly string[] };
  readonly limitMs: number;
}

export type OnMasterAnswer = { readonly value: Uint8Array } | { readonly failed: string } | { readonly unknown: true };
