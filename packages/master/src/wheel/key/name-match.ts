import { globsOf, idsByList, matchedKeys } from "../../keys/key-lists.js";
import type { WheelFunction } from "../wheel-function.js";
import { match } from "./match-parameter.js";

export const nameMatch: WheelFunction = {
  name: "key.name_match",
  doc: "The ids that match, by list.",
  reads: true,
  parameters: [match],
  run: async (given, { keys }) => idsByList(await matchedKeys(keys, globsOf(given.value("match")))),
};
