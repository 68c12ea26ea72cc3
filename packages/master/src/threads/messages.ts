/** What a thread says of the task it is at. `Done` holds packed values: between threads they would lose what kind of number they are. */
export type FromThread<Done> =
  | { readonly kind: "working"; readonly file: string }
  /** The thread sleeps until the answer is on the port of questions. `given` is a packed map. */
  | { readonly kind: "question"; readonly question: string; readonly given: Uint8Array }
  | { readonly kind: "done"; readonly number: number; readonly done: Done }
  | { readonly kind: "failed"; readonly number: number; readonly reason: string };

export type Reply = { readonly value: Uint8Array } | { readonly failed: string };
