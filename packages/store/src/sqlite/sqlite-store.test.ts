import { afterAll, beforeAll } from "vitest";
import type { Store } from "../port.js";
import { empty } from "../testing/empty.js";
import { scratchFiles } from "../testing/scratch.js";
import { storeCases } from "../testing/store-cases.js";
import { openSqliteStore } from "./sqlite-store.js";

const newFile = scratchFiles();
let store: Store;

// To start a thread for each case takes longer than all of the cases.
beforeAll(async () => {
  store = await openSqliteStore({ file: newFile() });
});
afterAll(() => store.close());

storeCases("the store in SQLite", async () => {
  await empty(store);
  return { ...store, close: () => Promise.resolve() };
});
