import type { App } from "../app.js";

/** `GET /v1/openapi.json` */
export function openapiGet(app: App): void {
  app.get("/v1/openapi.json", { schema: { hide: true } }, () => Promise.resolve(app.swagger()));
}
