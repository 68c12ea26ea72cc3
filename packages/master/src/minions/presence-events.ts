import type { EventBus } from "../events/event-bus.js";
import { tags } from "../events/tags.js";
import type { Presence } from "./presence.js";

/** Fires `salt/presence/present` at each call, and `salt/presence/change` when it differs from the call before. */
export class PresenceEvents {
  readonly #presence: Presence;
  readonly #events: EventBus;
  #before = new Set<string>();

  constructor(presence: Presence, events: EventBus) {
    this.#presence = presence;
    this.#events = events;
  }

  fire(): void {
    const present = this.#presence.present();
    const now = new Set(present);
    const fresh = present.filter((id) => !this.#before.has(id));
    const lost = [...this.#before].filter((id) => !now.has(id));
    if (fresh.length > 0 || lost.length > 0) {
      this.#events.fire(
        tags.presenceChange,
        new Map([
          ["new", fresh],
          ["lost", lost],
        ]),
      );
    }
    this.#events.fire(tags.presencePresent, new Map([["present", present]]));
    this.#before = now;
  }
}
