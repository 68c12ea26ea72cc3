import type { WheelFunction } from "../wheel-function.js";
import { changeMatched, includedStates } from "./change-keys.js";
import { includeAccepted, includeDenied, match } from "./match-parameter.js";

export const reject: WheelFunction = {
  name: "key.reject",
  doc: "Rejects the pending keys that match; says where the keys that match are then.",
  parameters: [match, includeAccepted, includeDenied],
  run: (given, context) => changeMatched("reject", given, context, includedStates(given, ["accepted", "denied"])),
};
