import type { MasterConfig } from "./config.js";
import { bad, type ConfigFault, type Place } from "./fault.js";
import type { OwnValues } from "./options.js";
import { findEntry, together } from "./read-options.js";
import { saltApiFaults } from "./salt-api-config.js";
import type { Mapping } from "./tree.js";

/** `sun_path` of Linux, without its closing zero. */
const maxSocketPathBytes = 107;

/** What only shows when options are seen together. */
export function checkConfig(config: MasterConfig, own: OwnValues, tree: Mapping): ConfigFault | undefined {
  const at = (...path: string[]): Place => {
    const found = findEntry(tree, path);
    return (found.ok ? found.value?.value.place : undefined) ?? tree.place;
  };
  const faults: ConfigFault[] = [];
  const { publishPort, requestPort } = config.network;
  const { rest, local } = config;
  if (publishPort === requestPort) {
    faults.push(
      bad(at("ret_port"), `\`ret_port\` and \`publish_port\` are both ${requestPort}; they must differ`).fault,
    );
  }
  if (rest && (rest.port === publishPort || rest.port === requestPort)) {
    faults.push(bad(at("salina", "rest", "port"), `\`salina.rest.port\`: minions connect to ${rest.port}`).fault);
  }
  if (rest && !isLoopback(rest.host) && !own["rest.allow_plain_http"]) {
    faults.push(
      bad(
        at("salina", "rest", "host"),
        "`salina.rest.host`: tokens would travel in the clear; expected a loopback address, or `allow_plain_http: true` beside it",
      ).fault,
    );
  }
  for (const { key, text } of saltApiFaults(config.saltApi, tree))
    faults.push(bad(at("rest_cherrypy", key), `\`rest_cherrypy.${key}\`: ${text}`).fault);
  if (Buffer.byteLength(local.path) > maxSocketPathBytes) {
    const text = `the path of the local socket has more than ${maxSocketPathBytes} bytes; set a shorter \`salina.socket\` or \`sock_dir\``;
    faults.push(bad(at("salina", "socket"), text).fault);
  }
  return together(faults);
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(host);
}
