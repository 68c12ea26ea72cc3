export { createRest, type RestOptions } from "./create-rest.js";
export type { Hook, HookOptions } from "./hooks/hook-options.js";
export type { NamedToken } from "./tokens.js";
