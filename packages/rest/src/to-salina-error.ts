import { internalError, invalidRequest, SalinaError, shuttingDown } from "@salina/api";
import type { FastifyError } from "fastify";
import { httpErrors, validation } from "./errors.js";
import { RequestError } from "./problem.js";

/** Whatever a request ended with, as a declared error. Only what we do not know becomes `internal`. */
export function toSalinaError(error: unknown): SalinaError {
  if (error instanceof SalinaError) return error;
  const { code, statusCode, validation: found, validationContext } = error as Partial<FastifyError>;
  if (found) {
    return validation(
      found.slice(0, 20).map(({ instancePath, message, params }) => ({
        pointer: pointerTo(validationContext, instancePath, params),
        message: message ?? "is not valid",
      })),
    );
  }
  switch (code) {
    case "FST_ERR_CTP_BODY_TOO_LARGE":
      return new RequestError(httpErrors.payloadTooLarge, "The body is larger than 1 MiB.");
    case "FST_ERR_CTP_INVALID_MEDIA_TYPE":
      return new RequestError(httpErrors.unsupportedMediaType, "The body is not announced as JSON.");
    case "FST_ERR_MAX_PARAM_LENGTH":
      return new RequestError(httpErrors.uriTooLong, "A part of the path is too long.");
    case "FST_ERR_CTP_EMPTY_JSON_BODY":
      return validation([{ pointer: "", message: "the body is empty" }]);
    case "FST_ERR_CTP_INVALID_JSON_BODY":
      return notJson();
    case "FST_ERR_BAD_URL":
      return validation([{ pointer: "", message: "the path is not valid" }]);
    case "FST_ERR_REOPENED_CLOSE_SERVER":
    case "FST_ERR_SERVICE_UNAVAILABLE":
      return shuttingDown({});
    case undefined:
      break;
  }
  if (error instanceof SyntaxError && statusCode === 400) return notJson();
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) {
    return new RequestError({ ...invalidRequest.kind, status: statusCode }, "The request is not valid.");
  }
  return internalError({}, { cause: error });
}

function notJson(): SalinaError {
  return validation([{ pointer: "", message: "the body is not JSON, or has a key that is not allowed" }]);
}

function pointerTo(context: string | undefined, path: string, params: Record<string, unknown>): string {
  const field = params["missingProperty"] ?? params["additionalProperty"];
  const full = typeof field === "string" ? `${path}/${field.replaceAll("~", "~0").replaceAll("/", "~1")}` : path;
  return context === "body" ? full : `?${full.slice(1)}`;
}
