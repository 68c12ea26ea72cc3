import { createHash, timingSafeEqual } from "node:crypto";

export interface NamedToken {
  readonly name: string;
  readonly token: string;
}

/** Who sends a token. Only hashes are kept, and every comparison takes as long as the others. */
export class Tokens {
  readonly #known: readonly { readonly name: string; readonly hash: Buffer }[];

  constructor(tokens: readonly NamedToken[]) {
    this.#known = tokens.map(({ name, token }) => ({ name, hash: sha256(token) }));
  }

  /** Name of the token in an `Authorization` header. */
  nameOf(authorization: string | undefined): string | undefined {
    const token = /^Bearer +([\x21-\x7e]{1,512}) *$/i.exec(authorization ?? "")?.[1];
    if (token === undefined) return undefined;
    const hash = sha256(token);
    let found: string | undefined;
    for (const one of this.#known) if (timingSafeEqual(one.hash, hash)) found = one.name;
    return found;
  }
}

function sha256(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
