import { newKeyPair } from "../../keys/new-key-pair.js";
import type { WheelFunction } from "../wheel-function.js";
import { keySize } from "./match-parameter.js";

export const gen: WheelFunction = {
  name: "key.gen",
  doc: "Makes a key pair for a minion and gives it, without keeping it.",
  reads: true,
  secret: ["return"],
  parameters: [{ name: "id_", doc: "A name; it changes nothing.", default: null }, keySize],
  async run(given) {
    const { privateKey, publicKey } = await newKeyPair(given.number("keysize", 2048));
    return new Map([
      ["priv", privateKey],
      ["pub", publicKey],
    ]);
  },
};
