import type { Clock } from "../../clock.js";
import type { FilesConfig, HashType } from "../../config/config.js";
import type { FileServer } from "../file-server.js";
import { openFiles } from "../open-files.js";

/** What a test of `file_roots` says of the config; the rest is as by default. */
export type RootsSettings = Omit<FilesConfig, "backends" | "git" | "events" | "bundled">;

const noGit = {
  remotes: [],
  root: "",
  base: "master",
  mountpoint: "",
  refTypes: ["branch", "tag", "sha"],
  whitelist: [],
  blacklist: [],
  disableMapping: false,
  updateS: 60,
  access: { user: "", password: "", privateKey: "", sslVerify: true },
};

export function rootsServer(settings: RootsSettings, hashType: HashType, clock: Clock): FileServer {
  const config: FilesConfig = { ...settings, backends: ["roots"], git: noGit, events: false, bundled: false };
  return openFiles(config, { hashType, clock, cacheDir: "/nowhere", bundled: null, onAway: () => undefined }).server;
}
