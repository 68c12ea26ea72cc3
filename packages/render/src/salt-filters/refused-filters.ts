import type { Filter } from "../values.js";

const files = "it reads files of the machine that renders";
const network = "it uses the network";

/** Filters of Salt that are not served, with the reason. */
export const refusedFilters: ReadonlyMap<string, string> = new Map([
  ["dns_check", network],
  ["file_hashsum", files],
  ["get_uid", "it asks for users of the machine that renders"],
  ["http_query", network],
  ["is_bin_file", files],
  ["is_empty", files],
  ["is_text_file", files],
  ["list_files", files],
  ["which", files],
]);

export const refusing: ReadonlyMap<string, Filter> = new Map(
  [...refusedFilters].map(([name, why]): [string, Filter] => [
    name,
    () => {
      throw new Error(`the filter '${name}' is not available on this master: ${why}`);
    },
  ]),
);
