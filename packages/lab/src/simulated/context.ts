import { Context } from "zeromq";

/** A context with room for this many simulated minions: two sockets each, and two that are being closed. */
export function newMinionContext(minions: number): Context {
  return new Context({ maxSockets: 4 * minions + 64 });
}
