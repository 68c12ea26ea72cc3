/** In the order in which `salt-key` lists them. */
export const keyStates = ["accepted", "denied", "pending", "rejected"] as const;
export type KeyState = (typeof keyStates)[number];

/** One public key in one state. A minion id can have an accepted and a denied key at once. */
export interface KeyRef {
  readonly id: string;
  readonly state: KeyState;
}

export interface Key extends KeyRef {
  /** Colon separated hex pairs, by the config's `hash_type`. */
  readonly fingerprint: string;
  /** PEM text. */
  readonly publicKey: string;
}

/** A key file of the master itself (`master.pub`, `master.pem`). `text` is only given for public keys. */
export interface MasterKeyFile {
  readonly name: string;
  readonly fingerprint: string;
  readonly text: string | null;
}

export type KeyAction = "accept" | "reject" | "delete";

export interface KeyChange {
  readonly action: KeyAction;
  /** Exactly the keys that the caller was shown. With a fingerprint, only that very key is touched. */
  readonly keys: readonly (KeyRef & { readonly fingerprint?: string })[];
  /** Delete and reject make a new shared AES key, so that a removed minion can read no more publishes. Default: the config's `rotate_aes_key`. */
  readonly rotateAesKey?: boolean;
  /** Keep cached data of deleted minions. */
  readonly preserveMinionData?: boolean;
}

export type KeyChangeResult =
  | { readonly id: string; readonly state: KeyState; readonly done: true }
  | {
      readonly id: string;
      readonly state: KeyState;
      readonly done: false;
      readonly reason: "gone" | "changed" | "invalid-key" | "already";
    };
