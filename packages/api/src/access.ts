import type { Value } from "@salina/wire";
import type { Target } from "./target.js";
import type { EpochMs } from "./values.js";

export interface Credentials {
  readonly username: string;
  readonly password: string;
  /** Backend that knows the user: `pam`, `file`, ... */
  readonly eauth: string;
}

/** Somebody who has logged in. */
export interface Session {
  /** Hexadecimal; as good as the password until it expires. */
  readonly token: string;
  readonly user: string;
  readonly eauth: string;
  readonly startedAt: EpochMs;
  readonly expiresAt: EpochMs;
  /** What the user may do, as `external_auth` says it: functions first, then maps. */
  readonly permissions: readonly Value[];
}

/** A function and its arguments, as they are to be published. */
export interface AskedCall {
  readonly fun: string;
  readonly arg: readonly Value[];
}

/** Who somebody is, and what they may do (`external_auth`). */
export interface AccessService {
  /**
   * @param expireS wanted lifetime of the token; counts only for whom `token_expire_user_override` lets choose
   * @param kind what the token is for: its length is all that differs
   * @throws login-refused, after as long as a slow backend takes, whatever the reason
   */
  login(credentials: Credentials, options?: { expireS?: number; kind?: "session" | "eauth" }): Promise<Session>;
  session(token: string): Session | undefined;
  logout(token: string): void;
  /** Every function of the call has to be allowed on every minion of the target. */
  mayPublish(session: Session, target: Target, calls: readonly AskedCall[]): Promise<boolean>;
  mayCallMaster(session: Session, kind: "runner" | "wheel", call: AskedCall): boolean;
}
