import type { Outputter } from "./outputter.js";

/** Shows nothing. */
export const quiet: Outputter = () => "";
