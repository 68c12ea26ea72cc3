import type { Encodable, Value } from "@salina/wire";

/** Who calls a function of the master, and under which id. */
export interface MasterFunctionCall {
  readonly jid: string;
  readonly user: string;
  /** The orchestration whose step calls it. */
  readonly parent?: string;
}

/** Runners, or wheel functions. */
export interface MasterFunctions {
  has(fun: string): boolean;
  /** Whether it only looks something up: it may be called again at any time. */
  isRead(fun: string): boolean;
  /** @throws Error with a message for the caller */
  run(fun: string, arg: readonly Value[], call: MasterFunctionCall): Promise<Encodable>;
}
