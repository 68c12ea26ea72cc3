import { fileURLToPath } from "node:url";

/** The states that come with Salina: `states/` of its directory. */
export const bundledStates = fileURLToPath(new URL("../../../../states", import.meta.url));
