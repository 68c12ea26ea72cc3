export { createRest, type RestOptions } from "./create-rest.js";
export type { NamedToken } from "./tokens.js";
