import { scratchFiles } from "../testing/scratch.js";
import { storeCases } from "../testing/store-cases.js";
import { openSqliteStore } from "./sqlite-store.js";

const newFile = scratchFiles();

storeCases("the store in SQLite", () => openSqliteStore({ file: newFile() }));
