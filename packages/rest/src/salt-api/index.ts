export { createSaltApi } from "./create-salt-api.js";
export type { SaltApiOptions, SaltApiSite } from "./options.js";
