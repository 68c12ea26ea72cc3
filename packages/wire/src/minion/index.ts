export * from "./auth.js";
export * from "./pillar.js";
export * from "./publish.js";
export * from "./request.js";
