import type { WheelFunction } from "../wheel-function.js";
import { changeMatched, includedStates } from "./change-keys.js";
import { includeDenied, includeRejected, match } from "./match-parameter.js";

export const accept: WheelFunction = {
  name: "key.accept",
  doc: "Accepts the pending keys that match; says where the keys that match are then. A file that holds no key stays.",
  parameters: [match, includeRejected, includeDenied],
  run: (given, context) => changeMatched("accept", given, context, includedStates(given, ["rejected", "denied"])),
};
