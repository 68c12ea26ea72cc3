import type { DatabaseSync } from "node:sqlite";
import type { StoreSize } from "../port.js";
import { integer, pragma } from "./row.js";

export function sizeOf(db: DatabaseSync): StoreSize {
  const of = (name: string) => integer(pragma(db, name), name);
  const page = of("page_size");
  const pages = of("page_count");
  return { usedBytes: (pages - of("freelist_count")) * page, fileBytes: pages * page };
}
