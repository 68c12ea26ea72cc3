import type { KeyState } from "@salina/api";

/** What the reply to `_auth` says: accepted, pending (`true`), refused (`false`), too many minions. */
export type AuthRet = "success" | true | false | "full";
export type AuthAct = "accept" | "pend" | "reject" | "denied" | "full" | "error";

/** One stored key as the decision sees it. */
export type KnownKey =
  | { readonly kind: "absent" }
  | { readonly kind: "same" }
  | { readonly kind: "different" }
  /** Something is there that cannot be compared: it never counts as absent. */
  | { readonly kind: "unreadable" };

export interface AuthFacts {
  readonly idIsValid: boolean;
  /** The sent key is an RSA public key that can be used. */
  readonly keyIsUsable: boolean;
  readonly openMode: boolean;
  /** More minions are connected than `max_minions`, and this is none of them. */
  readonly masterIsFull: boolean;
  /** `max_pending_keys` keys wait already. */
  readonly pendingIsFull: boolean;
  readonly accepted: KnownKey;
  readonly pending: KnownKey;
  readonly rejected: KnownKey;
  /** The last two are only looked at while the id is neither accepted nor rejected. */
  readonly autoreject: boolean;
  readonly autosign: boolean;
}

/** How the store changes before the answer leaves. */
export type AuthWrite =
  | { readonly kind: "none" }
  | { readonly kind: "store"; readonly state: KeyState; readonly keepRejection?: boolean }
  | { readonly kind: "move"; readonly from: KeyState; readonly to: KeyState };

export interface AuthDecision {
  readonly row: AuthRow;
  readonly ret: AuthRet;
  /** `act` of the event `salt/auth`; null: no event. */
  readonly act: AuthAct | null;
  /** `result` of the event. */
  readonly result: boolean;
  readonly write: AuthWrite;
  /** This is the decision that an autosign rule brought about. */
  readonly autosigned: boolean;
}

export type AuthRow =
  | "1"
  | "2"
  | "3"
  | "3 unchanged"
  | "4"
  | "5"
  | "6"
  | "7"
  | "8"
  | "8 capped"
  | "9"
  | "10"
  | "11"
  | "12"
  | "13"
  | "14";

interface Row {
  readonly row: AuthRow;
  readonly when: (facts: AuthFacts) => boolean;
  readonly ret: AuthRet;
  readonly act: AuthAct | null;
  readonly result?: boolean;
  readonly write?: AuthWrite;
  readonly autosigned?: boolean;
}

const is = (key: KnownKey, ...kinds: KnownKey["kind"][]) => kinds.includes(key.kind);
const unknown = (f: AuthFacts) => is(f.accepted, "absent") && is(f.pending, "absent");
const pending = (f: AuthFacts) => is(f.accepted, "absent") && !is(f.pending, "absent", "unreadable");
const same = (f: AuthFacts) => is(f.pending, "same");

/**
 * The first row that holds decides. The numbers name the rows in tests and logs.
 *
 * Where this is stricter than stock: a key that is no usable RSA key is refused before anything is stored (14),
 * an unreadable stored key refuses instead of counting as absent (14), and waiting keys are limited (8 capped:
 * the minion is told to wait, and does).
 * @source salt/channel/server.py, ReqServerChannel._auth
 */
const rows: readonly Row[] = [
  { row: "1", when: (f) => !f.idIsValid, ret: false, act: null },
  { row: "2", when: (f) => f.masterIsFull, ret: "full", act: "full" },
  { row: "4", when: (f) => !f.openMode && !is(f.rejected, "absent"), ret: false, act: "reject" },
  { row: "14", when: (f) => !f.keyIsUsable, ret: false, act: "error" },
  { row: "3 unchanged", when: (f) => f.openMode && is(f.accepted, "same"), ret: "success", act: "accept" },
  {
    row: "3",
    when: (f) => f.openMode,
    ret: "success",
    act: "accept",
    write: { kind: "store", state: "accepted", keepRejection: true },
  },
  {
    row: "5",
    when: (f) => is(f.accepted, "different"),
    ret: false,
    act: "denied",
    write: { kind: "store", state: "denied" },
  },
  { row: "6", when: (f) => is(f.accepted, "same"), ret: "success", act: "accept" },
  {
    row: "7",
    when: (f) => unknown(f) && f.autoreject,
    ret: false,
    act: "reject",
    write: { kind: "store", state: "rejected" },
  },
  {
    row: "9",
    when: (f) => unknown(f) && f.autosign,
    ret: "success",
    act: "accept",
    write: { kind: "store", state: "accepted" },
    autosigned: true,
  },
  { row: "8 capped", when: (f) => unknown(f) && f.pendingIsFull, ret: true, act: "full", result: false },
  { row: "8", when: unknown, ret: true, act: "pend", write: { kind: "store", state: "pending" } },
  {
    row: "10",
    when: (f) => pending(f) && f.autoreject,
    ret: false,
    act: "reject",
    write: { kind: "move", from: "pending", to: "rejected" },
  },
  {
    row: "11",
    when: (f) => pending(f) && !same(f),
    ret: false,
    act: "denied",
    write: { kind: "store", state: "denied" },
  },
  {
    row: "13",
    when: (f) => pending(f) && f.autosign,
    ret: "success",
    act: "accept",
    write: { kind: "move", from: "pending", to: "accepted" },
    autosigned: true,
  },
  { row: "12", when: pending, ret: true, act: "pend" },
];

const nothingFits: Row = { row: "14", when: () => true, ret: false, act: "error" };

export function decideAuth(facts: AuthFacts): AuthDecision {
  const row = rows.find(({ when }) => when(facts)) ?? nothingFits;
  return {
    row: row.row,
    ret: row.ret,
    act: row.act,
    result: row.result ?? (row.ret === "success" || row.ret === true),
    write: row.write ?? { kind: "none" },
    autosigned: row.autosigned ?? false,
  };
}

/** Whether the outcome can hang on the autosign and autoreject rules: only then they are worth reading. */
export function asksAutoRules(facts: Pick<AuthFacts, "openMode" | "accepted" | "rejected" | "keyIsUsable">): boolean {
  return !facts.openMode && facts.keyIsUsable && is(facts.accepted, "absent") && is(facts.rejected, "absent");
}
