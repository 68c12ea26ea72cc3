/** For tests beside stock's scheduler. */
export { noDefaults } from "./entry.js";
export { freshPlan, look } from "./plan.js";
export { readEntry } from "./read-entry.js";
export { openZone } from "./zone.js";
