import type { BusEvent, Session } from "@salina/api";
import { decode, isMap, type Value } from "@salina/wire";

const maxOwnJobs = 10_000;

/** Which events somebody sees: who may do everything on all minions sees all; others see what their own calls cause. */
export class SeenEvents {
  readonly #session: Session;
  readonly #all: boolean;
  readonly #own = new Set<string>();

  constructor(session: Session) {
    this.#session = session;
    this.#all = session.permissions.some((one) => one === ".*");
  }

  /** @returns the event's data; undefined: it is not for this reader */
  read(event: BusEvent): Value | undefined {
    const read = decode(event.data, { duplicateKeys: "last" });
    const data = read.ok ? read.value : null;
    if (this.#all) return data;
    const [, , jid = ""] = event.tag.split("/");
    if (/^(salt\/(job|run|wheel)|salina\/run)\//.test(event.tag) && isMap(data)) {
      if (data.get("user") === this.#session.user) this.#remember(jid);
      if (this.#own.has(jid)) return data;
    }
    return undefined;
  }

  #remember(jid: string): void {
    this.#own.add(jid);
    const oldest = this.#own.values().next().value;
    if (this.#own.size > maxOwnJobs && oldest !== undefined) this.#own.delete(oldest);
  }
}
