import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import {
  type Key,
  type KeyAction,
  type KeyChange,
  type KeyChangeResult,
  type KeyRef,
  type KeyService,
  keyStates,
  type MasterKeyFile,
  storeFailed,
} from "@salina/api";
import { globMatcher, sortedIds } from "@salina/targeting";
import { fingerprint, isMinionId, parsePublicKey } from "@salina/wire";
import type { KeysConfig } from "../config/config.js";
import type { KeyChanges, KeyDirectory } from "./key-directory.js";
import { errorCode } from "./key-disk.js";

/** What the rest of the daemon does when keys change. */
export interface KeyHooks {
  /** Event `salt/key`. */
  onChange(change: { readonly act: KeyAction; readonly id: string }): void;
  /** Once a call, after all its removals. */
  rotateAesKey(): Promise<void>;
  /** The last key of the id is gone. The id is locked meanwhile: no change of its keys may be waited for in here. */
  forgetMinion(id: string): Promise<void>;
}

type Refusal = Extract<KeyChangeResult, { done: false }>["reason"];

/** Keys as operators see and change them, by the local socket or REST. */
export function createKeyService(options: {
  readonly directory: KeyDirectory;
  readonly pkiDir: string;
  readonly keys: Pick<KeysConfig, "hashType" | "rotateAesKeyOnRemoval" | "preserveMinionCache">;
  readonly hooks: KeyHooks;
}): KeyService {
  const { directory, pkiDir, keys: config, hooks } = options;
  const fingerprintOf = (pem: string) => fingerprint(pem, config.hashType);

  async function read(ref: KeyRef): Promise<Key | null> {
    if (!isMinionId(ref.id)) return null;
    const file = await directory.readState(ref.id, ref.state);
    if (file.kind === "absent") return null;
    // A damaged file is listed, so that somebody can see and delete it.
    const publicKey = file.kind === "text" ? file.text : "";
    return { id: ref.id, state: ref.state, fingerprint: fingerprintOf(publicKey), publicKey };
  }

  /** One key, under the lock of its id. Null: done. */
  async function changeOne(
    action: KeyAction,
    ref: KeyChange["keys"][number],
    changes: KeyChanges,
  ): Promise<Refusal | null> {
    const file = (await changes.read())[ref.state];
    if (file.kind === "absent") return "gone";
    const text = file.kind === "text" ? file.text : "";
    if (ref.fingerprint !== undefined && ref.fingerprint.toLowerCase() !== fingerprintOf(text)) return "changed";
    if (action === "delete") return (await changes.remove(ref.state)) ? null : "gone";
    const to = action === "accept" ? "accepted" : "rejected";
    if (ref.state === to) return "already";
    if (action === "accept" && !parsePublicKey(text).ok) return "invalid-key";
    return (await changes.move(ref.state, to)) ? null : "gone";
  }

  /** Asked under the lock of the id, so that a key that comes back at once is not forgotten. */
  async function forgetWhenKeyless(id: string, changes: KeyChanges): Promise<void> {
    const stored = await changes.read();
    if (keyStates.every((state) => stored[state].kind === "absent")) await hooks.forgetMinion(id);
  }

  return {
    async match(globs, states) {
      const matchers = globs.map((glob) => globMatcher(glob));
      const found: KeyRef[] = [];
      for (const state of keyStates.filter((candidate) => states.includes(candidate))) {
        for (const id of await directory.list(state)) {
          if (matchers.some((matches) => matches(id))) found.push({ id, state });
        }
      }
      return found;
    },

    async read(refs) {
      const found: Key[] = [];
      for (const ref of refs) {
        const key = await read(ref);
        if (key !== null) found.push(key);
      }
      return found;
    },

    async change({ action, keys, rotateAesKey, preserveMinionData }) {
      const preserve = preserveMinionData ?? config.preserveMinionCache;
      const results: KeyChangeResult[] = [];
      let failure: unknown = null;
      for (const ref of keys) {
        const { id, state } = ref;
        if (!isMinionId(id)) {
          results.push({ id, state, done: false, reason: "gone" });
          continue;
        }
        try {
          await directory.change(id, async (changes) => {
            const reason = await changeOne(action, ref, changes);
            results.push(reason === null ? { id, state, done: true } : { id, state, done: false, reason });
            if (reason !== null) return;
            hooks.onChange({ act: action, id });
            if (action === "delete" && !preserve) await forgetWhenKeyless(id, changes);
          });
        } catch (error) {
          // What was removed before still needs its new AES key.
          failure = error;
          break;
        }
      }
      const removed = action !== "accept" && results.some(({ done }) => done);
      if (removed && (rotateAesKey ?? config.rotateAesKeyOnRemoval)) await hooks.rotateAesKey();
      if (failure !== null) throw storeFailed({ reason: errorCode(failure) }, { cause: failure });
      return results;
    },

    masterKeys: (hashType) =>
      masterKeyFiles(pkiDir, hashType === undefined ? fingerprintOf : (pem) => fingerprint(pem, hashType)),
  };
}

/** All `.pem` and `.pub` files beside the directories of the minions. Text only of public ones. */
async function masterKeyFiles(pkiDir: string, fingerprintOf: (pem: string) => string): Promise<MasterKeyFile[]> {
  const names = (await readdir(pkiDir)).filter((name) => name.endsWith(".pem") || name.endsWith(".pub"));
  const found: MasterKeyFile[] = [];
  for (const name of sortedIds(names)) {
    const path = join(pkiDir, name);
    try {
      if (!(await stat(path)).isFile()) continue;
      const text = await readFile(path, "utf8");
      found.push({ name, fingerprint: fingerprintOf(text), text: name.endsWith(".pub") ? text : null });
    } catch (error) {
      // Gone since it was listed, or closed to the daemon's account: the others are still of use.
      if (!["ENOENT", "EACCES"].includes(errorCode(error))) throw error;
    }
  }
  return found;
}
