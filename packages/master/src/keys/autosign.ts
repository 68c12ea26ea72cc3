import { join } from "node:path";
import type { ValueMap } from "@salina/wire";
import type { AuthConfig } from "../config/config.js";
import { autosignGrains } from "./autosign-grains.js";
import { autosignStubs } from "./autosign-stubs.js";
import { compileIdExpressions, type Matchers } from "./id-expressions.js";
import { rootGroupsOfProcess, type TrustOptions, trustedLists } from "./trusted-file.js";

/** Leave to accept a key without a person. */
export interface AutosignGrant {
  readonly by: "auto_accept" | "autosign_file" | "minions_autosign" | "autosign_grains_dir";
  /** Called just before the key is accepted. False: somebody else has used the grant up. */
  use(): Promise<boolean>;
}

export interface Autosign {
  rejects(id: string): Promise<boolean>;
  /** Looks only: a stub is used up by `use`. */
  signs(id: string, grains: ValueMap | null): Promise<AutosignGrant | null>;
}

/** The rules by which keys are accepted or rejected without a person, read anew when their files change. */
export function createAutosign(options: {
  readonly auth: Pick<
    AuthConfig,
    | "autoAccept"
    | "autosignFile"
    | "autorejectFile"
    | "autosignGrainsDir"
    | "autosignTimeoutMin"
    | "permissivePkiAccess"
  >;
  readonly pkiDir: string;
  readonly matchers: Matchers;
  readonly nowMs: () => number;
  /** A file that must not be believed; called at every look, so whoever logs has to thin it out. */
  readonly onIgnored: (file: string, reason: string) => void;
}): Autosign {
  const { auth, matchers, onIgnored } = options;
  const trust: TrustOptions = {
    permissivePkiAccess: auth.permissivePkiAccess,
    rootGroups: rootGroupsOfProcess(),
    onIgnored,
  };
  const readExpressions = trustedLists(trust, (lines) => compileIdExpressions(lines, matchers));
  const stubs = autosignStubs({
    folder: join(options.pkiDir, "minions_autosign"),
    timeoutMin: auth.autosignTimeoutMin,
    nowMs: options.nowMs,
    onIgnored,
  });
  const grainsMatch = auth.autosignGrainsDir === null ? null : autosignGrains(auth.autosignGrainsDir, trust);

  async function listed(file: string | null, id: string): Promise<boolean> {
    return file !== null && ((await readExpressions(file))?.(id) ?? false);
  }

  const lasting = (by: AutosignGrant["by"]): AutosignGrant => ({ by, use: () => Promise.resolve(true) });

  return {
    rejects: (id) => listed(auth.autorejectFile, id),

    async signs(id, grains) {
      if (auth.autoAccept) return lasting("auto_accept");
      if (await listed(auth.autosignFile, id)) return lasting("autosign_file");
      if (await stubs.has(id)) return { by: "minions_autosign", use: () => stubs.use(id) };
      if (grains !== null && (await grainsMatch?.(grains)) === true) return lasting("autosign_grains_dir");
      return null;
    },
  };
}
