import type { AccessService, Services } from "@salina/api";
import type { Value } from "@salina/wire";
import type { FastifyBaseLogger } from "fastify";

/** What `rest_cherrypy` says of the resources, apart from where they are. */
export interface SaltApiSite {
  /** File of a single page app, and where it is. */
  readonly app: string | null;
  readonly appPath: string;
  /** Directory of files, and where they are. */
  readonly static: string | null;
  readonly staticPath: string;
  readonly webhookUrl: string;
  readonly webhookNeedsLogin: boolean;
  readonly statsNeedLogin: boolean;
  readonly maxBodyBytes: number;
  /** Addresses that may call; empty: all. */
  readonly authorizedIps: readonly string[];
  /** Origins of other sites whose pages may call; `*`: all. */
  readonly corsOrigins: readonly string[];
  /** `netapi_enable_clients` */
  readonly clients: readonly string[];
}

/** The interface that clients of salt-api speak. */
export interface SaltApiOptions extends SaltApiSite {
  readonly services: Services;
  readonly access: AccessService;
  /** How long a runner may keep its caller waiting. */
  readonly timeoutMs: number;
  /** Texts, not files. */
  readonly tls: { readonly cert: string; readonly key: string } | null;
  readonly fire: (tag: string, data: Map<Value, Value>) => void;
  readonly log?: FastifyBaseLogger;
}
