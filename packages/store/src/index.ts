export { jobMatches } from "./job-match.js";
export { memoryStore } from "./memory-store.js";
export * from "./port.js";
export { isAnswered, resultOfReturn, silentResult, stateOfEndedJob } from "./results.js";
export { StoreOpenError } from "./sqlite/open-error.js";
export { openSqliteStore, type SqliteStoreOptions } from "./sqlite/sqlite-store.js";
