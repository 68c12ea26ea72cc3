import type { AccessService, Services } from "@salina/api";
import type { Value } from "@salina/wire";
import type { FastifyBaseLogger } from "fastify";

/** The interface that clients of salt-api speak: `rest_cherrypy`. */
export interface SaltApiOptions {
  readonly services: Services;
  readonly access: AccessService;
  /** `netapi_enable_clients` */
  readonly clients: readonly string[];
  /** How long a runner may keep its caller waiting. */
  readonly timeoutMs: number;
  readonly maxBodyBytes: number;
  readonly tls: { readonly cert: string; readonly key: string } | null;
  readonly app: string | null;
  readonly appPath: string;
  readonly static: string | null;
  readonly staticPath: string;
  readonly webhookUrl: string;
  readonly webhookNeedsLogin: boolean;
  readonly statsNeedLogin: boolean;
  readonly authorizedIps: readonly string[];
  readonly corsOrigins: readonly string[];
  readonly fire: (tag: string, data: Map<Value, Value>) => void;
  readonly log?: FastifyBaseLogger;
}
