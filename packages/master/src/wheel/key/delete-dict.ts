import type { WheelFunction } from "../wheel-function.js";
import { changeNamed } from "./change-keys.js";
import { matchLists } from "./match-parameter.js";

export const deleteDict: WheelFunction = {
  name: "key.delete_dict",
  doc: "Deletes the keys that are named, each from the list that it is named in; says where these ids still are.",
  parameters: [matchLists],
  run: (given, context) => changeNamed("delete", given, context),
};
