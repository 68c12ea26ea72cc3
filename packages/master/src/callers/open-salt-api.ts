import { readFile } from "node:fs/promises";
import type { AccessService, Services } from "@salina/api";
import { createSaltApi } from "@salina/rest/salt-api";
import type { Value } from "@salina/wire";
import type { SaltApiConfig } from "../config/salt-api-config.js";
import type { Log } from "../log.js";

export interface SaltApiDeps {
  readonly services: Services;
  readonly access: AccessService;
  readonly fire: (tag: string, data: Map<Value, Value>) => void;
  readonly log: Log;
}

/** Opens the port of `rest_cherrypy`. @returns what closes it @throws when it cannot be opened */
export async function openSaltApi(config: SaltApiConfig, deps: SaltApiDeps): Promise<() => Promise<void>> {
  const { tls, host, port, timeoutS, ...same } = config;
  const app = createSaltApi({
    ...same,
    ...deps,
    timeoutMs: timeoutS * 1000,
    tls: tls && {
      cert: await withChain(tls.certificate, tls.chain),
      key: await readFile(tls.key, "utf8"),
    },
  });
  const url = await app.listen({ host, port });
  deps.log.info({ event: "salt-api.ready", url }, "the salt-api interface listens");
  return async () => {
    await app.close();
  };
}

async function withChain(certificate: string, chain: string | null): Promise<string> {
  const files = [certificate, ...(chain === null ? [] : [chain])];
  return (await Promise.all(files.map((file) => readFile(file, "utf8")))).join("\n");
}
