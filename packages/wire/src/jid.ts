const JID = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d{6})(?:_[0-9A-Za-z]{1,32})?$/;
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/**
 * Whether a text has the form of a job id: 20 digits, with `_` and a short suffix where a master makes them unique
 * per process. Stock allows any suffix; here it may not hold what a path could be made of.
 *
 * @source salt/utils/jid.py, is_jid
 */
export function isJid(value: unknown): value is string {
  return typeof value === "string" && JID.test(value);
}

/**
 * Job id of a moment: `YYYYMMDDhhmmssffffff`, UTC.
 *
 * @throws RangeError for years that do not have four digits
 */
export function formatJid(epochMicros: bigint): string {
  const micros = ((epochMicros % 1000n) + 1000n) % 1000n;
  const iso = new Date(Number((epochMicros - micros) / 1000n)).toISOString();
  if (iso.length !== 24) throw new RangeError("a job id has a year of four digits");
  return iso.replace(/\D/g, "") + micros.toString().padStart(3, "0");
}

/** Milliseconds since the epoch of a job id; undefined when it is none or names no real moment. */
export function parseJid(jid: string): number | undefined {
  const found = JID.exec(jid);
  if (found === null) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, micros = 0] = found.slice(1).map(Number);
  const ms = Math.floor(micros / 1000);
  const time = new Date(0);
  time.setUTCFullYear(year, month - 1, day);
  time.setUTCHours(hour, minute, second, ms);
  return time.toISOString().replace(/\D/g, "") === jid.slice(0, 17) ? time.getTime() : undefined;
}

/** Start time as Salt prints it, `2024, Jan 31 23:59:59.123456`; empty when the text is no job id. */
export function jidStartTime(jid: string): string {
  const found = JID.exec(jid);
  const month = MONTHS[Number(found?.[2]) - 1];
  if (found === null || month === undefined) return "";
  return `${found[1]}, ${month} ${found[3]} ${found[4]}:${found[5]}:${found[6]}.${found[7]}`;
}

/** Makes job ids that never repeat and never go back, even when the clock does. */
export class JidSource {
  readonly #nowMicros: () => bigint;
  #last: bigint | undefined;

  /** @param nowMicros microseconds since the epoch */
  constructor(nowMicros: () => bigint) {
    this.#nowMicros = nowMicros;
  }

  next(): string {
    const now = this.#nowMicros();
    this.#last = this.#last !== undefined && now <= this.#last ? this.#last + 1n : now;
    return formatJid(this.#last);
  }
}
