import { join } from "node:path";
import { globMatcher, pcreMatcher, type TextMatcher } from "@salina/targeting";
import type { GitfsConfig, HashType } from "../../config/config.js";
import { accessParameters, openRepository } from "../../git/open-repository.js";
import {
  flagParameter,
  listParameter,
  type RemoteEntry,
  remoteEntries,
  textParameter,
  withoutLogin,
} from "../../git/remote-entry.js";
import { GitBackend } from "./git-backend.js";
import { GitRemote, type RefType } from "./git-remote.js";

const known = [
  ...accessParameters,
  "base",
  "root",
  "mountpoint",
  "ref_types",
  "saltenv_whitelist",
  "saltenv_blacklist",
  "disable_saltenv_mapping",
];
const refTypes: readonly RefType[] = ["branch", "tag", "sha"];

/** `gitfs_remotes` with all that holds for them. @throws Error that names remote and parameter */
export function openGitfs(
  config: GitfsConfig,
  more: {
    readonly cacheDir: string;
    readonly hashType: HashType;
    readonly ignored: TextMatcher;
    readonly onAway: (label: string, why: unknown) => void;
  },
): GitBackend {
  const { cacheDir, ...options } = more;
  const remotes = remoteEntries("gitfs_remotes", config.remotes, known).map((entry) => {
    const repository = openRepository(join(cacheDir, "gitfs"), entry.text, entry, config.access);
    return new GitRemote(repository, {
      label: textParameter(entry, "name", withoutLogin(entry.text)),
      base: textParameter(entry, "base", config.base),
      root: textParameter(entry, "root", config.root),
      mountpoint: textParameter(entry, "mountpoint", config.mountpoint),
      refTypes: listParameter(entry, "ref_types", config.refTypes).map((name) => refType(name, entry)),
      mapsRefs: !flagParameter(entry, "disable_saltenv_mapping", config.disableMapping),
      isExposed: exposed(
        listParameter(entry, "saltenv_whitelist", config.whitelist),
        listParameter(entry, "saltenv_blacklist", config.blacklist),
      ),
    });
  });
  return new GitBackend({ ...options, remotes });
}

function refType(name: string, { text }: RemoteEntry): RefType {
  const found = refTypes.find((one) => one === name);
  if (!found) throw new Error(`${withoutLogin(text)}: \`ref_types\`: ${name} is none of ${refTypes.join(", ")}`);
  return found;
}

/** Entries are names, globs or regular expressions for the beginning. @source salt/utils/stringutils.py, check_whitelist_blacklist */
function exposed(whitelist: readonly string[], blacklist: readonly string[]): (saltenv: string) => boolean {
  const [white, black] = [whitelist.map(matcher), blacklist.map(matcher)];
  return (saltenv) =>
    !black.some((matches) => matches(saltenv)) && (white.length === 0 || white.some((matches) => matches(saltenv)));
}

function matcher(pattern: string): TextMatcher {
  const glob = globMatcher(pattern);
  const regex = pcreMatcher(`(?:${pattern})\\Z`);
  return (text) => glob(text) || (regex.ok && regex.value(text));
}
