import type { Credentials } from "@salina/api";

/** Knows users and their passwords. */
export interface Backend {
  /** False also where it cannot tell: the reason is logged. */
  verify(credentials: Credentials): Promise<boolean>;
  /** Groups of a user whose password was right. */
  groupsOf(user: string): Promise<readonly string[]>;
}
