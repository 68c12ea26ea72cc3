export * from "./config/config.js";
