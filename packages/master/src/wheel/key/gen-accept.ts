import { isMinionId } from "@salina/wire";
import { newKeyPair } from "../../keys/new-key-pair.js";
import type { WheelFunction } from "../wheel-function.js";
import { keySize } from "./match-parameter.js";

export const genAccept: WheelFunction = {
  name: "key.gen_accept",
  doc: "Makes a key pair for a minion, accepts its public key, and gives both. Nothing, where the id has an accepted key.",
  secret: ["return"],
  parameters: [
    { name: "id_", type: "text", doc: "The id of the minion." },
    keySize,
    { name: "force", type: "flag", doc: "Takes the place of an accepted key.", default: false },
  ],
  async run(given, { keys, addAcceptedKey }) {
    const id = given.text("id_");
    const replace = given.flag("force");
    if (!isMinionId(id)) throw new Error("'id_': that cannot be the id of a minion");
    // Asked before the work, and again under the lock of the id.
    const known = await keys.read([{ id, state: "accepted" }]);
    if (known.length > 0 && !replace) return new Map();
    const { privateKey, publicKey } = await newKeyPair(given.number("keysize", 2048));
    if (!(await addAcceptedKey(id, publicKey, { replace }))) return new Map();
    return new Map([
      ["priv", privateKey],
      ["pub", publicKey],
    ]);
  },
};
