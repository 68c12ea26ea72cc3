import { randomBytes } from "node:crypto";
import {
  type AccessService,
  type AskedCall,
  type Credentials,
  loginRefused,
  type Session,
  type Target,
} from "@salina/api";
import { isMap, pythonText, type Value } from "@salina/wire";
import type { Clock } from "../clock.js";
import type { AccessConfig } from "../config/config.js";
import type { Log } from "../log.js";
import { mayCall } from "./allowed-functions.js";
import { mayCallMaster } from "./allowed-master-functions.js";
import type { Backend } from "./backends/backend.js";
import { openBackends } from "./backends/open-backends.js";
import { ExternalAuth } from "./external-auth.js";
import { LoginGuard } from "./login-guard.js";

const maxSessions = 10_000;
const tokenBytes = { session: 20, eauth: 32 } as const;
/** Asks what a minion is doing: everybody may. */
const alwaysAllowed = "saltutil.find_job";
const longestText = 4096;

export interface AccessDeps {
  readonly config: AccessConfig;
  readonly clock: Clock;
  readonly resolve: (target: Target) => Promise<readonly string[]>;
  readonly log: Log;
}

/** Logins, and what the logged in may do. Sessions live in memory: a restart ends them. */
export class Access implements AccessService {
  readonly #deps: AccessDeps;
  readonly #rules: ExternalAuth;
  readonly #backends: ReadonlyMap<string, Backend>;
  readonly #guard: LoginGuard;
  readonly #sessions = new Map<string, Session>();

  constructor(deps: AccessDeps) {
    this.#deps = deps;
    this.#rules = new ExternalAuth(deps.config.externalAuth, deps.config.permissive);
    this.#backends = openBackends(this.#rules, deps.config, deps.log);
    this.#guard = new LoginGuard(deps.clock);
  }

  async login(
    credentials: Credentials,
    { expireS, kind = "session" }: { expireS?: number; kind?: "session" | "eauth" } = {},
  ): Promise<Session> {
    const { username, eauth, password } = credentials;
    const { clock, config, log } = this.#deps;
    const name = `${eauth} ${username}`.slice(0, 300);
    const begunAt = clock.now();
    const backend = this.#backends.get(eauth);
    const isSane =
      username !== "" && username.length <= 256 && password.length <= longestText && !/[\0\n]/.test(username);
    const known = isSane && backend !== undefined && !this.#guard.isLocked(name) && (await backend.verify(credentials));
    if (!known || backend === undefined) {
      log.warn({ event: "login.refused", user: username.slice(0, 256), eauth: eauth.slice(0, 64) }, "login refused");
      await this.#guard.failed(name, clock.now() - begunAt);
      throw loginRefused({});
    }
    this.#guard.succeeded(name);
    const now = clock.now();
    const mayChoose = expireS !== undefined && this.#mayChooseExpiry(eauth, username);
    const lifetimeS = mayChoose && expireS > 0 ? Math.min(expireS, 366 * 86_400) : config.tokenExpireS;
    const session: Session = {
      token: randomBytes(tokenBytes[kind]).toString("hex"),
      user: username,
      eauth,
      startedAt: now,
      expiresAt: now + lifetimeS * 1000,
      permissions: this.#rules.permissionsOf(eauth, username, await backend.groupsOf(username)),
    };
    this.#add(session);
    log.info({ event: "login.accepted", user: username, eauth }, "login accepted");
    return session;
  }

  session(token: string): Session | undefined {
    const session = this.#sessions.get(token);
    if (session === undefined || session.expiresAt > this.#deps.clock.now()) return session;
    this.#sessions.delete(token);
    return undefined;
  }

  logout(token: string): void {
    this.#sessions.delete(token);
  }

  async mayPublish({ permissions }: Session, target: Target, calls: readonly AskedCall[]): Promise<boolean> {
    const wanted = calls.filter(({ fun }) => fun !== alwaysAllowed);
    if (calls.length === 0) return false;
    if (wanted.length === 0) return true;
    const minions = await this.#deps.resolve(target);
    return await mayCall([...permissions], wanted, minions, async (expression, asked) => {
      // Which minions a pillar's value leads to tells what the value is.
      if (minions.length === 0 || looksIntoPillar(target)) return false;
      const within = new Set(await this.#deps.resolve({ type: "compound", expression }));
      return asked.every((minion) => within.has(minion));
    });
  }

  mayCallMaster({ permissions }: Session, kind: "runner" | "wheel", call: AskedCall): boolean {
    return mayCallMaster([...permissions], kind, call);
  }

  /** `token_expire_user_override`: true, or a map of backends with lists of users. */
  #mayChooseExpiry(eauth: string, user: string): boolean {
    const { mayChooseExpiry } = this.#deps.config;
    if (!isMap(mayChooseExpiry)) return mayChooseExpiry === true;
    const users: Value = mayChooseExpiry.get(eauth) ?? [];
    return Array.isArray(users) && users.some((one) => pythonText(one) === user);
  }

  #add(session: Session): void {
    if (this.#sessions.size >= maxSessions) {
      for (const token of this.#sessions.keys()) this.session(token);
      const oldest = this.#sessions.keys().next().value;
      if (this.#sessions.size >= maxSessions && oldest !== undefined) this.#sessions.delete(oldest);
    }
    this.#sessions.set(session.token, session);
  }
}

function looksIntoPillar({ type, expression }: Target): boolean {
  if (type === "pillar" || type === "pillar_pcre") return true;
  return type === "compound" && /(^|[\s(!])[IJ][^\sA-Za-z0-9]?@/.test(String(expression));
}
