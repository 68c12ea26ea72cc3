import { type Static, Type } from "typebox";
import { oneOf } from "./common.js";

export const keyStates = ["accepted", "denied", "pending", "rejected"] as const;

export const Key = Type.Object(
  {
    id: Type.String(),
    state: oneOf(keyStates),
    fingerprint: Type.String({ description: "Compare it with `salt-call --local key.finger` on the minion." }),
    publicKey: Type.String({ description: "PEM." }),
  },
  { $id: "Key", description: "A key of a minion. An id can have an accepted and a denied key at once." },
);
export type Key = Static<typeof Key>;
