/** Shorter ones stand in too many places that have nothing to do with them. */
export const minSecretLength = 8;
const minLineLength = 16;

/**
 * Texts that are nowhere to be kept or told, by the minion whose pillar has them: pillar values under marked keys. Found in
 * any text, of any minion.
 */
export class SecretValues {
  readonly #ofMinion = new Map<string, ReadonlySet<string>>();
  /** How many minions have it. */
  readonly #holders = new Map<string, number>();
  /** By their first two bytes, so that most of a text is passed at a glance. */
  #byStart: (Buffer[] | undefined)[] = [];

  get size(): number {
    return this.#holders.size;
  }

  /** In place of what was known of the minion. */
  replace(minion: string, values: Iterable<string>): void {
    const texts = new Set([...values].flatMap(formsOf));
    const before = this.#ofMinion.get(minion) ?? new Set<string>();
    if (texts.size === before.size && [...texts].every((text) => before.has(text))) return;
    for (const text of texts) if (!before.has(text)) this.#hold(text);
    for (const text of before) if (!texts.has(text)) this.#release(text);
    if (texts.size > 0) this.#ofMinion.set(minion, texts);
    else this.#ofMinion.delete(minion);
  }

  /** Beside what is known of the minion. */
  add(minion: string, values: Iterable<string>): void {
    this.replace(minion, [...(this.#ofMinion.get(minion) ?? []), ...values]);
  }

  /** The texts in which a value is found. */
  static formsOf(values: Iterable<string>): readonly string[] {
    return [...new Set([...values].flatMap(formsOf))];
  }

  /** Those that stand in the bytes, longest first. */
  foundIn(bytes: Uint8Array): readonly string[] {
    if (this.#holders.size === 0) return [];
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const found = new Set<string>();
    for (let at = 0; at + 1 < buffer.length; at++) {
      const candidates = this.#byStart[((buffer[at] ?? 0) << 8) | (buffer[at + 1] ?? 0)];
      if (candidates === undefined) continue;
      for (const secret of candidates) {
        if (buffer.compare(secret, 0, secret.length, at, Math.min(at + secret.length, buffer.length)) === 0)
          found.add(secret.toString());
      }
    }
    return [...found].sort((a, b) => b.length - a.length);
  }

  #hold(text: string): void {
    const holders = this.#holders.get(text) ?? 0;
    this.#holders.set(text, holders + 1);
    if (holders > 0) return;
    const bytes = Buffer.from(text);
    const start = bytes.readUInt16BE(0);
    this.#byStart[start] = [...(this.#byStart[start] ?? []), bytes];
  }

  #release(text: string): void {
    const holders = (this.#holders.get(text) ?? 0) - 1;
    if (holders > 0) {
      this.#holders.set(text, holders);
      return;
    }
    this.#holders.delete(text);
    const bytes = Buffer.from(text);
    const start = bytes.readUInt16BE(0);
    const left = (this.#byStart[start] ?? []).filter((one) => !one.equals(bytes));
    this.#byStart[start] = left.length > 0 ? left : undefined;
  }
}

/** As it is, as JSON writes it, and each long line of several: tools show them apart. */
function formsOf(value: string): string[] {
  const text = value.trim();
  if (text.length < minSecretLength) return [];
  const lines = text.includes("\n") ? text.split(/\r?\n/).map((line) => line.trim()) : [];
  const telling = lines.filter((line) => line.length >= minLineLength && !line.startsWith("-----"));
  return [text, ...telling].flatMap((one) => [...new Set([one, JSON.stringify(one).slice(1, -1)])]);
}
