import type { FastifyReply, FastifyRequest } from "fastify";
import { httpErrors, unauthenticatedRequest } from "./errors.js";
import type { FailedLogins } from "./failed-logins.js";
import { RequestError } from "./problem.js";
import type { Tokens } from "./tokens.js";

/** The hook that asks who calls, before anything of the request is read. */
export function authenticate(tokens: Tokens, failures: FailedLogins) {
  return (request: FastifyRequest, _reply: FastifyReply, done: (error?: Error) => void) => {
    const encoding = request.headers["content-encoding"];
    const name = tokens.nameOf(request.headers.authorization);
    if (name !== undefined) request.principal = name;
    else if (request.routeOptions.config.public !== true) {
      const waitS = request.headers.authorization === undefined ? 0 : failures.failed(request.ip);
      return done(waitS > 0 ? tooManyFailures(waitS) : unauthenticatedRequest());
    }
    if (encoding !== undefined && encoding.toLowerCase() !== "identity") {
      return done(new RequestError(httpErrors.unsupportedMediaType, "Compressed bodies are not taken."));
    }
    done();
  };
}

function tooManyFailures(waitS: number): RequestError {
  return new RequestError(httpErrors.tooManyRequests, "Too many requests without a valid token.", {
    headers: { "retry-after": String(waitS) },
  });
}
