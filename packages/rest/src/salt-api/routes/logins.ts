import type { Value } from "@salina/wire";
import { map } from "../answer.js";
import { bodyOf, type Resource } from "../context.js";
import { chunksOf, textOf } from "../read-body.js";
import { notLowstates, Refusal } from "../refusal.js";
import { needClient } from "../run-chunk.js";
import { send } from "../send.js";
import { setCookie } from "../sessions.js";
import { loggedIn } from "../who-asks.js";

const seconds = (ms: number) => ms / 1000;

/** `/login`, `/logout`, `/token`. */
export const logins: Resource = (app, context) => {
  const { access } = context.options;
  app.get("/login", (request, reply) => {
    reply.header("www-authenticate", "Session");
    return send(request, reply, map({ status: null, return: "Please log in" }));
  });
  app.post("/login", async (request, reply) => {
    const [chunk] = chunksOf(bodyOf(request));
    if (chunk === undefined) throw notLowstates();
    const { token, user, eauth, startedAt, expiresAt, permissions } = await loggedIn(chunk, access, "session");
    setCookie(reply, token, request.protocol === "https");
    reply.header("x-auth-token", token);
    const perms = permissions.length === 0 ? new Map<Value, Value>() : [...permissions];
    const told = map({ token, expire: seconds(expiresAt), start: seconds(startedAt), user, eauth, perms });
    return send(request, reply, map({ return: [told] }));
  });
  app.post("/logout", (request, reply) => {
    access.logout(context.session(request, reply).token);
    setCookie(reply, "", request.protocol === "https", 0);
    return send(request, reply, map({ return: "Your token has been cleared" }));
  });
  app.post("/token", async (request, reply) => {
    needClient("runner", context.options);
    const made: Value[] = [];
    for (const chunk of chunksOf(bodyOf(request))) {
      if (["username", "password", "eauth"].some((name) => textOf(chunk, name) === undefined))
        throw new Refusal(400, 'Require "username", "password", and "eauth" params');
      const { token, user, eauth, startedAt, expiresAt } = await loggedIn(chunk, access, "eauth");
      made.push(map({ start: seconds(startedAt), expire: seconds(expiresAt), name: user, eauth, token }));
    }
    return send(request, reply, made);
  });
};
