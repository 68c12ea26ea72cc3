import type { WheelFunction } from "../wheel-function.js";
import { changeNamed, includedStates } from "./change-keys.js";
import { includeDenied, includeRejected, matchLists } from "./match-parameter.js";

export const acceptDict: WheelFunction = {
  name: "key.accept_dict",
  doc: "Accepts the pending keys that are named; says where these keys are then.",
  parameters: [matchLists, includeRejected, includeDenied],
  run: (given, context) => changeNamed("accept", given, context, includedStates(given, ["rejected", "denied"])),
};
