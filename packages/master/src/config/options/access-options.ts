import type { Value } from "@salina/wire";
import { boolean, data, integer, secret, textList } from "../kinds.js";
import { option, unset, yearS } from "./option.js";

/** Options for who may log in, what for, and over what. */
export const accessOptions = {
  external_auth: option<Value>(
    data,
    new Map(),
    "access.externalAuth",
    "Who may log in, by which backend (`pam`, `file`, `sharedsecret`, `auto`), and what they may do.",
  ),
  permissive_acl: option(boolean, false, "access.permissive", "What `*` may do is added to what a user may do."),
  sharedsecret: unset(secret, "access.sharedSecret", "Password of everybody who logs in by `sharedsecret`."),
  token_expire: option(integer(1, yearS, "seconds"), 43_200, "access.tokenExpireS", "How long a login is good."),
  token_expire_user_override: option<Value>(
    data,
    false,
    "access.mayChooseExpiry",
    "Who may ask for another time: `true`, or a map of backends with lists of users.",
  ),
  netapi_enable_clients: option<readonly string[]>(
    textList,
    [],
    "saltApi.clients",
    "Kinds of calls that the salt-api interface takes: `local`, `local_async`, `local_batch`, `local_subset`, `runner`, `runner_async`, `wheel`, `wheel_async`.",
  ),
  rest_cherrypy: option<Value>(
    data,
    new Map(),
    "saltApi",
    "The salt-api interface: `port`, `host`, `ssl_crt`, `ssl_key`, `app`, `static` and the rest of docs/salt-api.md.",
  ),
  rest_timeout: option(
    integer(1, 86_400, "seconds"),
    300,
    "saltApi.timeoutS",
    "How long a runner may keep a caller waiting.",
  ),
} as const;
