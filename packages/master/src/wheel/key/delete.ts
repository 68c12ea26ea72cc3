import type { WheelFunction } from "../wheel-function.js";
import { changeMatched } from "./change-keys.js";
import { match } from "./match-parameter.js";

export const deleteKeys: WheelFunction = {
  name: "key.delete",
  doc: "Deletes the keys that match, whatever list they are in, and what is known of their minions.",
  parameters: [match],
  run: (given, context) => changeMatched("delete", given, context),
};
