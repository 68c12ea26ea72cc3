import type { AccessService, Services } from "@salina/api";
import type { Value } from "@salina/wire";
import type { MasterConfig } from "../config/config.js";
import type { Log } from "../log.js";
import { version } from "../version.js";

export interface HttpDeps {
  readonly services: Services;
  /** Asked for only where somebody can log in. */
  readonly access: () => AccessService;
  readonly fire: (tag: string, data: Map<Value, Value>) => void;
  readonly log: Log;
  /** Called with what closes a port, as soon as it is open. */
  readonly opened: (close: () => Promise<void>) => void;
}

/**
 * Opens what the config wants over HTTP: `/v1`, and the interface of salt-api. A master without them carries none of it.
 *
 * @returns the address of `/v1`; null: it is not wanted @throws when a port cannot be opened
 */
export async function openHttp(config: Pick<MasterConfig, "rest" | "saltApi">, deps: HttpDeps): Promise<string | null> {
  const { services, fire, log, opened } = deps;
  let restUrl: string | null = null;
  if (config.rest) {
    const { host, port, tokens, hooks } = config.rest;
    const { createRest } = await import("@salina/rest");
    const rest = createRest({ services, tokens, hooks: { known: hooks, fire }, version, log });
    restUrl = await rest.listen({ host, port });
    opened(async () => void (await rest.close()));
  }
  if (config.saltApi) {
    const { openSaltApi } = await import("./open-salt-api.js");
    opened(await openSaltApi(config.saltApi, { services, access: deps.access(), fire, log }));
  }
  return restUrl;
}
