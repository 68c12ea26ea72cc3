/** A request of stock Salt that gets the answer to an unknown one, and why. */
export interface UnservedRequest {
  readonly cmd: string;
  readonly clear?: true;
  readonly why: string;
}

/** What stock masters serve besides. The answer is an empty map. */
export const unserved: readonly UnservedRequest[] = [
  { cmd: "_syndic_return", why: "on purpose: there are no syndics, and it takes results under any name" },
  { cmd: "_handle_minion_event", why: "on purpose: a master's inner step" },
  { cmd: "verify_minion", why: "on purpose: stock lists it, but nobody can call it" },
  {
    cmd: "publish",
    clear: true,
    why: "on purpose: jobs are started over the local socket and REST, the port of minions starts none",
  },
  {
    cmd: "runner",
    clear: true,
    why: "on purpose: callers have the local socket and REST, the port of minions takes no passwords",
  },
  {
    cmd: "wheel",
    clear: true,
    why: "on purpose: callers have the local socket and REST, the port of minions takes no passwords",
  },
  {
    cmd: "mk_token",
    clear: true,
    why: "on purpose: callers have the local socket and REST, the port of minions takes no passwords",
  },
  {
    cmd: "get_token",
    clear: true,
    why: "on purpose: callers have the local socket and REST, the port of minions takes no passwords",
  },
];
