import type { KeyState } from "@salina/api";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type AuthDecision, type AuthFacts, decideAuth, type KnownKey } from "./auth-decision.js";

const absent: KnownKey = { kind: "absent" };
const same: KnownKey = { kind: "same" };
const different: KnownKey = { kind: "different" };
const unreadable: KnownKey = { kind: "unreadable" };

const newMinion: AuthFacts = {
  idIsValid: true,
  keyIsUsable: true,
  openMode: false,
  masterIsFull: false,
  pendingIsFull: false,
  accepted: absent,
  pending: absent,
  rejected: absent,
  autoreject: false,
  autosign: false,
};

const decided = (facts: Partial<AuthFacts>): AuthDecision => decideAuth({ ...newMinion, ...facts });
const none = { kind: "none" } as const;
const store = <State extends KeyState>(state: State) => ({ kind: "store", state }) as const;

describe("the decision on _auth, row by row", () => {
  test.each<[string, Partial<AuthFacts>, Omit<AuthDecision, "row" | "autosigned">]>([
    [
      "1",
      { idIsValid: false, openMode: true, masterIsFull: true },
      { ret: false, act: null, result: false, write: none },
    ],
    ["2", { masterIsFull: true, rejected: same }, { ret: "full", act: "full", result: false, write: none }],
    [
      "3",
      { openMode: true, accepted: different, rejected: same },
      { ret: "success", act: "accept", result: true, write: { ...store("accepted"), keepRejection: true } },
    ],
    ["3 unchanged", { openMode: true, accepted: same }, { ret: "success", act: "accept", result: true, write: none }],
    [
      "4",
      { rejected: same, accepted: same, autosign: true },
      { ret: false, act: "reject", result: false, write: none },
    ],
    [
      "5",
      { accepted: different, autosign: true },
      { ret: false, act: "denied", result: false, write: store("denied") },
    ],
    ["6", { accepted: same, autoreject: true }, { ret: "success", act: "accept", result: true, write: none }],
    ["7", { autoreject: true, autosign: true }, { ret: false, act: "reject", result: false, write: store("rejected") }],
    ["8", {}, { ret: true, act: "pend", result: true, write: store("pending") }],
    ["8 capped", { pendingIsFull: true }, { ret: true, act: "full", result: false, write: none }],
    ["9", { autosign: true }, { ret: "success", act: "accept", result: true, write: store("accepted") }],
    [
      "10",
      { pending: different, autoreject: true, autosign: true },
      { ret: false, act: "reject", result: false, write: { kind: "move", from: "pending", to: "rejected" } },
    ],
    [
      "11",
      { pending: different, autosign: true },
      { ret: false, act: "denied", result: false, write: store("denied") },
    ],
    ["12", { pending: same, pendingIsFull: true }, { ret: true, act: "pend", result: true, write: none }],
    [
      "13",
      { pending: same, autosign: true },
      { ret: "success", act: "accept", result: true, write: { kind: "move", from: "pending", to: "accepted" } },
    ],
    ["14", { accepted: unreadable, autosign: true }, { ret: false, act: "error", result: false, write: none }],
  ])("row %s", (row, facts, expected) => {
    expect(decided(facts)).toMatchObject({ row, ...expected });
  });

  test("an unreadable pending key is never taken for a missing one", () => {
    expect(decided({ pending: unreadable, autosign: true })).toMatchObject({ row: "14", write: none });
  });

  test("a stored rejection counts although its file cannot be read", () => {
    expect(decided({ rejected: unreadable })).toMatchObject({ row: "4" });
  });

  test.each<[string, Partial<AuthFacts>]>([
    ["a new minion", {}],
    ["an accepted minion", { accepted: different }],
    ["a pending minion", { pending: different }],
    ["open mode", { openMode: true }],
    ["autosign", { autosign: true }],
  ])("a key that cannot be used is refused and not stored: %s", (_, facts) => {
    expect(decided({ ...facts, keyIsUsable: false })).toMatchObject({ ret: false, act: "error", write: none });
  });

  test("only rows 9 and 13 use up an autosign rule", () => {
    fc.assert(
      fc.property(anyFacts(), (facts) => {
        const decision = decideAuth(facts);

        expect(decision.autosigned).toBe(["9", "13"].includes(decision.row));
      }),
    );
  });

  test("outside open mode success needs an equal accepted key or an autosign rule, and never a rejection", () => {
    fc.assert(
      fc.property(anyFacts(), (facts) => {
        const decision = decideAuth({ ...facts, openMode: false });

        if (decision.ret !== "success") return;
        expect(facts.rejected.kind).toBe("absent");
        expect(facts.accepted.kind === "same" || (facts.accepted.kind === "absent" && facts.autosign)).toBe(true);
      }),
    );
  });

  test("no request but one in open mode changes what is stored as accepted", () => {
    fc.assert(
      fc.property(anyFacts(), (facts) => {
        const { write } = decideAuth({ ...facts, openMode: false, accepted: different });

        expect(write.kind === "none" || (write.kind === "store" && write.state === "denied")).toBe(true);
      }),
    );
  });
});

function anyFacts(): fc.Arbitrary<AuthFacts> {
  const key = fc.constantFrom(absent, same, different, unreadable);
  return fc.record({
    idIsValid: fc.boolean(),
    keyIsUsable: fc.boolean(),
    openMode: fc.boolean(),
    masterIsFull: fc.boolean(),
    pendingIsFull: fc.boolean(),
    accepted: key,
    pending: key,
    rejected: key,
    autoreject: fc.boolean(),
    autosign: fc.boolean(),
  });
}
