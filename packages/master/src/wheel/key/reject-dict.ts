import type { WheelFunction } from "../wheel-function.js";
import { changeNamed, includedStates } from "./change-keys.js";
import { includeAccepted, includeDenied, matchLists } from "./match-parameter.js";

export const rejectDict: WheelFunction = {
  name: "key.reject_dict",
  doc: "Rejects the pending keys that are named; says where these keys are then.",
  parameters: [matchLists, includeAccepted, includeDenied],
  run: (given, context) => changeNamed("reject", given, context, includedStates(given, ["accepted", "denied"])),
};
