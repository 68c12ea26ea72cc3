import type { KeyObject } from "node:crypto";
import { cleanPem, isMinionId, type ValueMap } from "@salina/wire";
import type { AuthConfig } from "../config/config.js";
import {
  type AuthDecision,
  type AuthFacts,
  type AuthRet,
  asksAutoRules,
  decideAuth,
  type KnownKey,
} from "./auth-decision.js";
import type { Autosign, AutosignGrant } from "./autosign.js";
import type { KeyChanges, KeyDirectory, StoredKeys } from "./key-directory.js";
import type { FileText } from "./key-disk.js";
import { createPendingCap } from "./pending-cap.js";
import type { PublicKeyCache } from "./public-key-cache.js";

export interface AdmissionRequest {
  readonly id: string;
  /** PEM text as sent. */
  readonly pub: string;
  readonly autosignGrains: ValueMap | null;
}

export type Admission = Omit<AuthDecision, "ret" | "write" | "autosigned"> & {
  /** The rule that accepted the key just now. */
  readonly autosignedBy: AutosignGrant["by"] | null;
} & (
    | { readonly ret: "success"; readonly publicKey: KeyObject; readonly publicKeyText: string }
    | { readonly ret: Exclude<AuthRet, "success"> }
  );

export interface Admissions {
  /** Decides on an `_auth` and changes the stored keys by it. Rejects only when the disk fails. */
  admit(request: AdmissionRequest): Promise<Admission>;
}

/** Carries out what `decideAuth` decides, one request of an id after the other. */
export function createAdmissions(options: {
  readonly directory: KeyDirectory;
  readonly auth: Pick<AuthConfig, "openMode" | "maxMinions" | "maxPendingKeys">;
  readonly autosign: Autosign;
  readonly cache: PublicKeyCache;
  /** Ids that are connected now; asked for only with `max_minions`. */
  readonly connectedIds: () => ReadonlySet<string>;
  readonly nowMs: () => number;
}): Admissions {
  const { directory, auth, autosign, cache } = options;
  const pendingCap = createPendingCap({
    max: auth.maxPendingKeys,
    count: () => directory.count("pending"),
    nowMs: options.nowMs,
  });

  function masterIsFull(id: string): boolean {
    if (auth.maxMinions <= 0) return false;
    const connected = options.connectedIds();
    return connected.size > auth.maxMinions && !connected.has(id);
  }

  async function decide(request: AdmissionRequest, key: KeyObject | null, keys: KeyChanges): Promise<Admission> {
    const sent = cleanPem(request.pub);
    for (let attempt = 1; attempt <= 3; attempt += 1) {
      const stored = await keys.read();
      const facts: AuthFacts = {
        ...nothingKnown,
        ...compare(stored, sent),
        openMode: auth.openMode,
        keyIsUsable: key !== null,
      };
      const { decision, autosignedBy } = await settle(request, facts);
      if (!(await write(decision, stored, sent, request.pub, keys))) continue;
      const { row, act, result, ret } = decision;
      if (ret !== "success") return { row, act, result, ret, autosignedBy };
      // Equal to the stored one here, so the sent key is the stored key.
      if (key !== null) return { row, act, result, ret, autosignedBy, publicKey: key, publicKeyText: sent };
    }
    return refused(decideAuth(nothingKnown));
  }

  async function settle(
    request: AdmissionRequest,
    facts: AuthFacts,
  ): Promise<{ readonly decision: AuthDecision; readonly autosignedBy: AutosignGrant["by"] | null }> {
    if (!asksAutoRules(facts)) return { decision: decideAuth(facts), autosignedBy: null };
    const [autoreject, grant, pendingIsFull] = await Promise.all([
      autosign.rejects(request.id),
      autosign.signs(request.id, request.autosignGrains),
      pendingCap.reached(),
    ]);
    const asked = { ...facts, autoreject, pendingIsFull };
    const decision = decideAuth({ ...asked, autosign: grant !== null });
    if (!decision.autosigned || grant === null) return { decision, autosignedBy: null };
    // A grant is used up before the key is accepted: a crash between costs the minion a wait, not us a key.
    if (await grant.use()) return { decision, autosignedBy: grant.by };
    return { decision: decideAuth({ ...asked, autosign: false }), autosignedBy: null };
  }

  /** False: a stock tool has taken the key away since it was read, so the decision does not hold. */
  async function write(
    { write: change }: AuthDecision,
    stored: StoredKeys,
    sent: string,
    pub: string,
    keys: KeyChanges,
  ): Promise<boolean> {
    if (change.kind === "none") return true;
    if (change.kind === "move") return await keys.move(change.from, change.to);
    // An offered key that is stored already costs no write, however often it comes.
    if (change.state === "denied" && same(stored.denied, sent)) return true;
    if (change.state === "pending") pendingCap.added();
    await keys.store(change.state, pub, { keepRejection: change.keepRejection ?? false });
    return true;
  }

  return {
    async admit(request) {
      if (!isMinionId(request.id)) return refused(decideAuth({ ...nothingKnown, idIsValid: false }));
      if (masterIsFull(request.id)) return refused(decideAuth({ ...nothingKnown, masterIsFull: true }));
      const parsed = cache.parse(cleanPem(request.pub));
      const key = parsed.ok ? parsed.value : null;
      return await directory.change(request.id, (keys) => decide(request, key, keys));
    },
  };
}

function same(file: FileText, sent: string): boolean {
  return file.kind === "text" && cleanPem(file.text) === sent;
}

function compare(stored: StoredKeys, sent: string): Pick<AuthFacts, "accepted" | "pending" | "rejected"> {
  const known = (file: FileText): KnownKey => {
    if (file.kind !== "text") return file;
    return { kind: same(file, sent) ? "same" : "different" };
  };
  return { accepted: known(stored.accepted), pending: known(stored.pending), rejected: known(stored.rejected) };
}

const nothingKnown: AuthFacts = {
  idIsValid: true,
  keyIsUsable: false,
  masterIsFull: false,
  pendingIsFull: false,
  openMode: false,
  accepted: { kind: "absent" },
  pending: { kind: "absent" },
  rejected: { kind: "absent" },
  autoreject: false,
  autosign: false,
};

function refused({ row, act, result, ret }: AuthDecision): Admission {
  if (ret === "success") throw new TypeError("a request without a key cannot succeed");
  return { row, act, result, ret, autosignedBy: null };
}
