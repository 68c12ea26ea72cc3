import type { FunctionParameter } from "../../functions/master-function.js";

export const match: FunctionParameter = {
  name: "match",
  doc: "A glob of minion ids, several with commas between them, or a list of them.",
};

export const matchLists: FunctionParameter = {
  name: "match",
  type: "map",
  doc: "Ids by the name of the list that they are in: `{minions_pre: [web1]}`.",
};

export const includeRejected: FunctionParameter = {
  name: "include_rejected",
  type: "flag",
  doc: "Also keys that were rejected.",
  default: false,
};

export const includeAccepted: FunctionParameter = {
  name: "include_accepted",
  type: "flag",
  doc: "Also keys that were accepted.",
  default: false,
};

export const includeDenied: FunctionParameter = {
  name: "include_denied",
  type: "flag",
  doc: "Also keys that were denied, beside another key of the same id.",
  default: false,
};

export const hashTypeParameter: FunctionParameter = {
  name: "hash_type",
  type: "text",
  doc: "md5, sha1, sha224, sha256, sha384 or sha512; else the config's `hash_type`.",
  default: null,
};

export const keySize: FunctionParameter = {
  name: "keysize",
  type: "number",
  doc: "Bits, 2048 to 8192.",
  default: 2048,
};
