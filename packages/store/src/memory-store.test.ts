import { memoryStore } from "./memory-store.js";
import { storeCases } from "./testing/store-cases.js";

storeCases("the store in memory", () => Promise.resolve(memoryStore()));
