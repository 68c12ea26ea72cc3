export { checkResult } from "./run/check-result.js";
export { Chunk, tagOf } from "./run/chunk.js";
export { isTrue } from "./run/python-truth.js";
export type { ChunkResult, StepCall, StepOutcome } from "./run/step.js";
export { type WalkDeps, walk } from "./run/walk.js";
export { type StateFunction, type StateWorld, stateReturn } from "./states/state-function.js";
export { testStates } from "./states/test-states.js";
