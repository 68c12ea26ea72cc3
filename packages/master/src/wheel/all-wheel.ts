import { type Functions, functionsOf } from "../functions/master-function.js";
import { values } from "./config/values.js";
import { error } from "./error/error.js";
import { accept } from "./key/accept.js";
import { acceptDict } from "./key/accept-dict.js";
import { deleteKeys } from "./key/delete.js";
import { deleteDict } from "./key/delete-dict.js";
import { finger } from "./key/finger.js";
import { fingerMaster } from "./key/finger-master.js";
import { gen } from "./key/gen.js";
import { genAccept } from "./key/gen-accept.js";
import { list } from "./key/list.js";
import { listAll } from "./key/list-all.js";
import { masterKeyStr } from "./key/master-key-str.js";
import { nameMatch } from "./key/name-match.js";
import { keyStr, print } from "./key/print.js";
import { reject } from "./key/reject.js";
import { rejectDict } from "./key/reject-dict.js";
import { connected } from "./minions/connected.js";
import { find } from "./roots/find.js";
import { listEnv } from "./roots/list-env.js";
import { listRoots } from "./roots/list-roots.js";
import { read } from "./roots/read.js";
import type { RootsOption } from "./roots/roots-of.js";
import { write } from "./roots/write.js";
import type { WheelContext } from "./wheel-function.js";

const inRoots = (option: RootsOption) => [find, listEnv, listRoots, read, write].map((make) => make(option));

/** Every wheel function, by its name. */
export const allWheel: Functions<WheelContext> = functionsOf([
  accept,
  acceptDict,
  deleteKeys,
  deleteDict,
  finger,
  fingerMaster,
  gen,
  genAccept,
  keyStr,
  list,
  listAll,
  masterKeyStr,
  nameMatch,
  print,
  reject,
  rejectDict,
  connected,
  values,
  error,
  ...inRoots("file_roots"),
  ...inRoots("pillar_roots"),
]);

/** Wheel functions of stock masters that are not offered, with the reason. */
export const wheelLeftOut: ReadonlyMap<string, string> = new Map([
  [
    "config.apply",
    "the config is the operator's: a caller who could write it could give himself every right. In stock it empties the file.",
  ],
  [
    "config.update_config",
    "the config is the operator's: a caller who could write it could give himself every right. Write a file in `master.d`.",
  ],
  [
    "key.gen_keys",
    "it would write a private key where the caller says. `key.gen` gives the pair; `salt-key --gen-keys` writes one.",
  ],
  ["key.gen_signature", "the master signs its public key itself where `master_sign_pubkey` is on."],
]);
