import { Context } from "zeromq";

/** A context with room for this many simulated minions: two sockets each. */
export function newMinionContext(minions: number): Context {
  return new Context({ maxSockets: 2 * minions + 16 });
}
