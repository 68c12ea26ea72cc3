import type { BusEvent, EventGap } from "@salina/api";
import { LocalCaller, until } from "@salina/lab";
import { decode, isMap, toJson } from "@salina/wire";

export interface LoggedEvent {
  readonly tag: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Every event of a master from now on. */
export class EventLog {
  readonly #caller: LocalCaller;
  readonly #events: LoggedEvent[] = [];

  private constructor(caller: LocalCaller) {
    this.#caller = caller;
  }

  static async open(socketPath: string): Promise<EventLog> {
    const log = new EventLog(await LocalCaller.connect(socketPath));
    log.#caller.ask("events.watch", {}, (event) => log.#take(event)).catch(() => undefined);
    return log;
  }

  get length(): number {
    return this.#events.length;
  }

  /** One that is there already, or still to come, from this position on. */
  async until(wanted: (event: LoggedEvent) => boolean, from = 0, timeoutMs = 60_000): Promise<LoggedEvent> {
    const find = () => this.#events.slice(from).find(wanted);
    await until(() => Promise.resolve(find() !== undefined), {
      timeoutMs,
      about: "the event",
      everyMs: 50,
    });
    return find() as LoggedEvent;
  }

  tags(): readonly string[] {
    return this.#events.map(({ tag }) => tag);
  }

  /** All of them, as one text to search in. */
  text(): string {
    return JSON.stringify(this.#events);
  }

  close(): void {
    this.#caller.close();
  }

  #take(event: BusEvent | EventGap): void {
    if ("gap" in event) return;
    const read = decode(event.data, { duplicateKeys: "last" });
    const data = read.ok && isMap(read.value) ? toJson(read.value) : {};
    this.#events.push({ tag: event.tag, data: data as Record<string, unknown> });
  }
}
