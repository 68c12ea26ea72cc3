import { Type } from "typebox";
import type { App } from "../app.js";
import { unauthenticatedRequest, validation } from "../errors.js";
import { hookEvent } from "../hooks/hook-event.js";
import type { HookOptions } from "../hooks/hook-options.js";
import { Signatures } from "../hooks/signatures.js";
import { problems } from "../schemas/common.js";

const pathForm = /^[\w~-][\w.~-]{0,127}(\/[\w~-][\w.~-]{0,127}){0,15}$/;

/**
 * `POST /v1/hooks/{path}`: fires `salt/netapi/hook/PATH`, for reactors. With a token, or signed with the secret of the hook.
 * Any body is taken, so the scope that this is registered in is its own.
 */
export function hooksPost(app: App, { known, fire }: HookOptions, now: () => number): void {
  const signatures = new Signatures(known, now);
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, done) => done(null, body));
  app.post(
    "/v1/hooks/*",
    {
      config: { public: true },
      // Before the body is read: who has neither a token nor a hook to sign for is not listened to.
      onRequest(request, _reply, done) {
        const isKnown = request.principal !== "" || signatures.knows(pathOf(request.params));
        done(isKnown ? undefined : unauthenticatedRequest());
      },
      schema: {
        operationId: "postHook",
        tags: ["hooks"],
        summary: "A webhook: fires the event `salt/netapi/hook/PATH`",
        description:
          "The event carries `headers` (without those that prove who sends), `post` (the body as data: JSON or a form) and `body`. " +
          "Instead of a token a request may be signed with the secret of the hook (`salina: rest: hooks`): `X-Salina-Timestamp: SECONDS` " +
          'and `X-Salina-Signature: sha256=HEX`, the HMAC-SHA256 of "SECONDS.PATH.BODY"; or as GitHub signs. Each signature counts once.',
        params: Type.Object({ "*": Type.String({ description: "Path of the hook." }) }),
        response: {
          202: Type.Object(
            { tag: Type.String({ description: "Of the event." }) },
            { description: "The event was fired." },
          ),
          ...problems,
        },
      },
    },
    (request, reply) => {
      const path = pathOf(request.params);
      const body = request.body instanceof Uint8Array ? request.body : new Uint8Array();
      const { headers, principal } = request;
      if (principal === "" && !signatures.isGood({ path, headers, body })) throw unauthenticatedRequest();
      if (!pathForm.test(path)) {
        throw validation([
          { pointer: "", message: "the path of a hook is names with letters, digits, `.`, `_`, `~` or `-`" },
        ]);
      }
      const tag = `salt/netapi/hook/${path}`;
      fire(tag, hookEvent(headers, body));
      reply.code(202);
      return Promise.resolve({ tag });
    },
  );
}

function pathOf(params: unknown): string {
  const path = (params as { readonly "*"?: unknown })["*"];
  return typeof path === "string" ? path : "";
}
