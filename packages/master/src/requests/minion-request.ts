import type { KeyObject } from "node:crypto";
import type { EncryptionAlgorithm, Era, Result, SignatureAlgorithm, Spliced, Value, ValueMap } from "@salina/wire";

/** Who asks, after all checks of the envelope. */
export interface Requester {
  readonly id: string;
  readonly era: Era;
  /** Whether the id is proven by a token or a session key. Below era 3 it need not be: nothing secret may depend on it then. */
  readonly proven: boolean;
  /** Its accepted key; null where the request names no id. */
  readonly publicKey: KeyObject | null;
  readonly nonce: string | null;
  readonly encryption: EncryptionAlgorithm;
  readonly signature: SignatureAlgorithm;
}

/** What a request ends with. */
export type Answer =
  /** Sealed with the key that the request came under. */
  | { readonly kind: "sealed"; readonly value: Value | Spliced }
  /** A whole frame, made ready (`_pillar`). */
  | { readonly kind: "frame"; readonly frame: Uint8Array }
  /** None, so that the minion sends it again. */
  | { readonly kind: "silence" };

/** One thing that a minion can ask. Each is a file: `cmd` as on the wire, how its input is checked, what it does. */
export interface MinionRequest<Input> {
  readonly cmd: string;
  /** What it does, in a few words: a row of docs/requests.md. */
  readonly doc: string;
  /** Where it is tried with a real minion, or at least alone. */
  readonly test: string;
  /** Whether it acts for a minion: below era 3 a request need not name one. */
  readonly needsId: boolean;
  /** Whether the id has to be proven: below era 3 that is a token, which minions send where stock asks for it. */
  readonly needsProof?: boolean;
  /** Fails with the name of the field that is wrong. The id of the input is the requester's: whatever the load says, it is not asked. */
  readonly input: (load: ValueMap, packed: Uint8Array) => Result<Input>;
  readonly run: (input: Input, from: Requester) => Promise<Answer>;
}

export const sealed = (value: Value | Spliced): Answer => ({ kind: "sealed", value });

/** A request whose input type is nobody else's business. */
export interface ServedRequest {
  readonly cmd: string;
  readonly doc: string;
  readonly test: string;
  readonly needsId: boolean;
  readonly needsProof: boolean;
  serve(load: ValueMap, packed: Uint8Array, from: Requester): Promise<Result<Answer>>;
}

export function served<Input>(request: MinionRequest<Input>): ServedRequest {
  return {
    cmd: request.cmd,
    doc: request.doc,
    test: request.test,
    needsId: request.needsId,
    needsProof: request.needsProof ?? false,
    async serve(load, packed, from) {
      const input = request.input(load, packed);
      return input.ok ? { ok: true, value: await request.run(input.value, from) } : input;
    },
  };
}
