import type { AccessService, Session } from "@salina/api";
import { type Chunk, textOf } from "./read-body.js";
import { Refusal, wrongCredentials } from "./refusal.js";

/** The session of a chunk that brings its own credentials: a token, or user and password. @throws Refusal 401 */
export async function sessionOfChunk(chunk: Chunk, access: AccessService): Promise<Session> {
  const token = textOf(chunk, "token");
  if (token !== undefined) {
    if (!/^[0-9a-f]{1,128}$/i.test(token)) throw new Refusal(401, "Invalid token");
    const session = access.session(token);
    if (!session) throw wrongCredentials();
    return session;
  }
  if (textOf(chunk, "eauth") === undefined) throw new Refusal(401, "No authentication credentials given");
  const session = await loggedIn(chunk, access, "eauth");
  // It was for this one call.
  access.logout(session.token);
  return session;
}

/** @throws Refusal 401 */
export async function loggedIn(chunk: Chunk, access: AccessService, kind: "session" | "eauth"): Promise<Session> {
  const [username, password, eauth] = ["username", "password", "eauth"].map((name) => textOf(chunk, name));
  if (username === undefined || password === undefined || eauth === undefined) throw wrongCredentials();
  const expire = chunk.get("token_expire");
  const expireS = Number(expire);
  const wanted = expire !== undefined && expire !== null && Number.isFinite(expireS) ? { expireS } : {};
  return await access.login({ username, password, eauth }, { kind, ...wanted }).catch((error: Error) => {
    throw "code" in error && error.code === "login-refused" ? wrongCredentials() : error;
  });
}
