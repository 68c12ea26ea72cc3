import { randomBytes } from "node:crypto";
import { join } from "node:path";
import type { KeyState } from "@salina/api";
import { sortedIds } from "@salina/targeting";
import { isMinionId } from "@salina/wire";
import { IdLocks } from "./id-locks.js";
import { errorCode, type FileText, type KeyDisk, nodeKeyDisk } from "./key-disk.js";

/** A public key is under 3 KB at 16384 bits; whatever is larger is no key. */
export const maxKeyBytes = 16 * 1024;

/** The states that exclude each other, the strongest first: as stock's `_auth` looks, a rejection wins. */
export const exclusiveStates = ["rejected", "accepted", "pending"] as const satisfies readonly KeyState[];

const folders: Readonly<Record<KeyState, string>> = {
  accepted: "minions",
  pending: "minions_pre",
  rejected: "minions_rejected",
  denied: "minions_denied",
};

/** What is stored of one id. Stock tools may leave it in two exclusive states: then the strongest counts. */
export type StoredKeys = Readonly<Record<KeyState, FileText>>;

export interface KeyDirectory {
  read(id: string): Promise<StoredKeys>;
  readState(id: string, state: KeyState): Promise<FileText>;
  /** Ids with a key file in this state, sorted as `salt-key` sorts. */
  list(state: KeyState): Promise<readonly string[]>;
  count(state: KeyState): Promise<number>;
  /** The only way to change keys: all changes of an id wait for each other. */
  change<T>(id: string, work: (keys: KeyChanges) => Promise<T>): Promise<T>;
}

/** Changes of one id, while it is locked. Every one is a single rename or unlink, with its clean-up behind it. */
export interface KeyChanges {
  read(): Promise<StoredKeys>;
  /** @param keepRejection open mode: the rejection stays on the disk and counts again when the mode ends. */
  store(state: KeyState, text: string, options?: { readonly keepRejection?: boolean }): Promise<void>;
  /** False: there is no such key (any more). */
  move(from: KeyState, to: KeyState): Promise<boolean>;
  remove(state: KeyState): Promise<boolean>;
}

/**
 * The public keys below `pki_dir`, in stock's layout. Nothing is remembered: `salt-key` of a stock installation
 * may change the files at any moment.
 *
 *     minions_pre ----accept----> minions          one of these three an id;
 *          |                       |  ^            a change is one rename, so a crash
 *          +-----reject----> minions_rejected      leaves the state before or after it
 *     minions_denied: the last other key that was offered for an id, beside its real one
 *
 * @source salt/key.py, class Key; salt/channel/server.py, ReqServerChannel._auth
 */
export async function openKeyDirectory(options: {
  readonly pkiDir: string;
  /** Directories that are missing are made 0750 instead of 0700. */
  readonly permissivePkiAccess?: boolean;
  readonly disk?: KeyDisk;
  /** Names of files being written. */
  readonly newName?: () => string;
}): Promise<KeyDirectory> {
  const disk = options.disk ?? nodeKeyDisk;
  const newName = options.newName ?? (() => randomBytes(8).toString("hex"));
  const mode = options.permissivePkiAccess === true ? 0o750 : 0o700;
  const locks = new IdLocks();
  const folder = (state: KeyState) => join(options.pkiDir, folders[state]);

  await disk.makeDirectory(options.pkiDir, mode);
  for (const state of Object.keys(folders) as KeyState[]) {
    await disk.makeDirectory(folder(state), mode);
    await removeLeftovers(disk, folder(state));
  }

  function fileOf(id: string, state: KeyState): string {
    // The last door before the file system; callers have checked before.
    if (!isMinionId(id)) throw new TypeError(`not a minion id: ${JSON.stringify(id).slice(0, 80)}`);
    return join(folder(state), id);
  }

  function readState(id: string, state: KeyState): Promise<FileText> {
    return disk.readText(fileOf(id, state), maxKeyBytes);
  }

  async function read(id: string): Promise<StoredKeys> {
    const [accepted, pending, rejected, denied] = await Promise.all([
      readState(id, "accepted"),
      readState(id, "pending"),
      readState(id, "rejected"),
      readState(id, "denied"),
    ]);
    return { accepted, pending, rejected, denied };
  }

  async function candidates(state: KeyState): Promise<string[]> {
    return (await disk.names(folder(state))).filter((name) => isMinionId(name));
  }

  async function remove(id: string, state: KeyState): Promise<boolean> {
    try {
      await disk.remove(fileOf(id, state));
    } catch (error) {
      if (errorCode(error) === "ENOENT") return false;
      throw error;
    }
    await disk.syncDirectory(folder(state));
    return true;
  }

  async function rename(id: string, from: KeyState, to: KeyState): Promise<boolean> {
    if (!(await disk.isFile(fileOf(id, from)))) return false;
    try {
      await disk.rename(fileOf(id, from), fileOf(id, to));
    } catch (error) {
      if (errorCode(error) === "ENOENT") return false;
      throw error;
    }
    // The new place first: a crash between may show the key twice, never not at all.
    await disk.syncDirectory(folder(to));
    await disk.syncDirectory(folder(from));
    return true;
  }

  /** After a key has come into `state`, the other exclusive states are emptied, the weakest first. */
  async function makeOnly(id: string, state: KeyState, keep: readonly KeyState[] = []): Promise<void> {
    if (state === "denied") return;
    for (const other of [...exclusiveStates].reverse()) {
      if (other === state || keep.includes(other)) continue;
      if (await disk.isFile(fileOf(id, other))) await remove(id, other);
    }
  }

  function changesOf(id: string): KeyChanges {
    return {
      read: () => read(id),

      async store(state, text, { keepRejection = false } = {}) {
        const temporary = join(folder(state), `${leftoverPrefix}${newName()}`);
        // A denied key is only shown to people: losing the last one in a power cut harms nobody.
        const sync = state !== "denied";
        try {
          await disk.create(temporary, text, { sync });
          await disk.rename(temporary, fileOf(id, state));
        } catch (error) {
          await disk.remove(temporary).catch(() => {});
          throw error;
        }
        if (sync) await disk.syncDirectory(folder(state));
        await makeOnly(id, state, keepRejection ? ["rejected"] : []);
      },

      async move(from, to) {
        if (!(await rename(id, from, to))) return false;
        // Rejecting an offered key must not destroy the real one: the two change places.
        if (from === "denied" && to === "rejected") {
          if (!(await rename(id, "accepted", "denied"))) await rename(id, "pending", "denied");
        }
        await makeOnly(id, to);
        return true;
      },

      remove: (state) => remove(id, state),
    };
  }

  return {
    read,
    readState,

    async list(state) {
      const names = await candidates(state);
      const files = await Promise.all(names.map((name) => disk.isFile(fileOf(name, state))));
      return sortedIds(names.filter((_, index) => files[index]));
    },

    async count(state) {
      return (await candidates(state)).length;
    },

    change: (id, work) => locks.run(id, () => work(changesOf(id))),
  };
}

/** Stock's listings skip names with a leading dot. */
const leftoverPrefix = ".salina-";

/** Files that a killed master was about to write. */
async function removeLeftovers(disk: KeyDisk, folder: string): Promise<void> {
  for (const name of await disk.names(folder)) {
    if (name.startsWith(leftoverPrefix)) await disk.remove(join(folder, name)).catch(() => {});
  }
}
