/** A request of stock Salt that gets the answer to an unknown one, and why. */
export interface UnservedRequest {
  readonly cmd: string;
  readonly clear?: true;
  readonly why: string;
}

/** What stock masters serve besides. The answer is an empty map. */
export const unserved: readonly UnservedRequest[] = [
  { cmd: "minion_runner", why: "not yet: there are no runners (`peer_run`)" },
  { cmd: "_syndic_return", why: "on purpose: there are no syndics, and it takes results under any name" },
  { cmd: "_handle_minion_event", why: "on purpose: a master's inner step" },
  { cmd: "verify_minion", why: "on purpose: stock lists it, but nobody can call it" },
  { cmd: "publish", clear: true, why: "not yet: for the stock `salt` command on the master's machine" },
  { cmd: "runner", clear: true, why: "not yet: for stock clients with credentials" },
  { cmd: "wheel", clear: true, why: "not yet: for stock clients with credentials" },
  { cmd: "mk_token", clear: true, why: "not yet: for stock clients with credentials" },
  { cmd: "get_token", clear: true, why: "not yet: for stock clients with credentials" },
];
