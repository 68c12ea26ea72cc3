import type { AccessService, Session } from "@salina/api";
import type { FastifyReply, FastifyRequest } from "fastify";
import { noPermission, Refusal } from "./refusal.js";

const cookieName = "session_id";
const cookieAgeS = 36_000;

/** The token of a request: the header's, or the cookie's. Empty ones count as none. */
export function tokenOf(request: FastifyRequest): { readonly token: string; readonly fromCookie: boolean } | null {
  const header = request.headers["x-auth-token"];
  if (typeof header === "string" && header !== "") return { token: header, fromCookie: false };
  for (const part of (request.headers.cookie ?? "").split(";")) {
    const [name, value = ""] = part.trim().split("=", 2);
    if (name === cookieName && value !== "") return { token: value.replace(/^"|"$/g, ""), fromCookie: true };
  }
  return null;
}

/** Who calls. The cookie's life begins anew. @throws Refusal 401 */
export function sessionOf(request: FastifyRequest, reply: FastifyReply, access: AccessService): Session {
  const found = tokenOf(request);
  const session = found === null ? undefined : access.session(found.token);
  if (found === null || session === undefined) throw noPermission();
  // A page of another site can make a browser send the cookie, but not the header.
  if (found.fromCookie && request.method !== "GET" && isOfAnotherSite(request))
    throw new Refusal(403, "This request comes from another site");
  setCookie(reply, session.token, request.protocol === "https");
  return session;
}

export function setCookie(reply: FastifyReply, token: string, secure: boolean, ageS = cookieAgeS): void {
  const parts = [`${cookieName}=${token}`, "Path=/", `Max-Age=${ageS}`, "HttpOnly", "SameSite=Lax"];
  reply.header("set-cookie", [...parts, ...(secure ? ["Secure"] : [])].join("; "));
}

function isOfAnotherSite({ headers }: FastifyRequest): boolean {
  const { origin, host } = headers;
  if (origin === undefined) return false;
  return !URL.canParse(origin) || new URL(origin).host !== host;
}

/** Of a stream: also as a parameter, since a browser's event source sends no headers. */
export function streamToken(request: FastifyRequest): string {
  const query = request.query as Record<string, unknown>;
  for (const name of ["token", "salt_token"]) {
    const given = query[name];
    if (typeof given === "string" && given !== "") return given;
  }
  return tokenOf(request)?.token ?? "";
}
