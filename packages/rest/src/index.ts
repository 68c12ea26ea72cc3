export { createRest, type RestOptions } from "./create-rest.js";
export type { Hook, HookOptions } from "./hooks/hook-options.js";
export { createSaltApi } from "./salt-api/create-salt-api.js";
export type { SaltApiOptions } from "./salt-api/options.js";
export type { NamedToken } from "./tokens.js";
