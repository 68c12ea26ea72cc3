import type { WheelParameter } from "../wheel-function.js";

export const match: WheelParameter = {
  name: "match",
  doc: "A glob of minion ids, several with commas between them, or a list of them.",
};

export const matchLists: WheelParameter = {
  name: "match",
  doc: "Ids by the name of the list that they are in: `{minions_pre: [web1]}`.",
};

export const includeRejected: WheelParameter = {
  name: "include_rejected",
  doc: "Also keys that were rejected.",
  default: false,
};

export const includeAccepted: WheelParameter = {
  name: "include_accepted",
  doc: "Also keys that were accepted.",
  default: false,
};

export const includeDenied: WheelParameter = {
  name: "include_denied",
  doc: "Also keys that were denied, beside another key of the same id.",
  default: false,
};

export const hashTypeParameter: WheelParameter = {
  name: "hash_type",
  doc: "md5, sha1, sha224, sha256, sha384 or sha512; else the config's `hash_type`.",
  default: null,
};

export const keySize: WheelParameter = { name: "keysize", doc: "Bits, 2048 to 8192.", default: 2048 };
