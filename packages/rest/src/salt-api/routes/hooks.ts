import type { Value } from "@salina/wire";
import type { FastifyRequest } from "fastify";
import { map } from "../answer.js";
import { bodyOf, type Resource, textOfBody } from "../context.js";
import { Refusal } from "../refusal.js";
import { send } from "../send.js";

/** `/hook/...`: fires `salt/netapi/hook/...` with what the request says. */
export const hooks: Resource = (app, context) => {
  const { fire, webhookNeedsLogin, webhookUrl } = context.options;
  for (const path of [webhookUrl, `${webhookUrl}/*`])
    app.post<{ Params: { "*"?: string } }>(path, (request, reply) => {
      if (webhookNeedsLogin) context.session(request, reply);
      const below = request.params["*"] ?? "";
      // Tags stand in lines of event streams.
      if (!/^[\x21-\x7e]*$/.test(below)) throw new Refusal(400, "The path cannot be a tag");
      const tag = below === "" ? "salt/netapi/hook" : `salt/netapi/hook/${below}`;
      fire(tag, map({ body: textOfBody(request), post: readBodyOf(request), headers: withoutSecrets(request) }));
      return send(request, reply, map({ success: true }));
    });
};

/** What cannot be read is in `body` as it came. */
function readBodyOf(request: FastifyRequest): Value {
  try {
    return bodyOf(request) ?? new Map();
  } catch {
    return new Map();
  }
}

const secret = new Set(["x-auth-token", "cookie", "authorization"]);

/** Who reacts to the event has no business with the caller's token. */
function withoutSecrets({ headers }: FastifyRequest): Value {
  const shown = Object.entries(headers).filter(([name]) => !secret.has(name));
  return new Map(shown.map(([name, value]) => [title(name), String(value ?? "")]));
}

function title(name: string): string {
  return name.replace(/(^|-)([a-z])/g, (_whole, before: string, letter: string) => before + letter.toUpperCase());
}
