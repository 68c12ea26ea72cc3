import type { MasterFunction } from "../functions/master-function.js";
import type { RunnerContext } from "./runner.js";
import type { RunnerTools } from "./tools.js";

type Services = Pick<RunnerContext, "files" | "jobs" | "minionData" | "pillars" | "resolve">;

/** A runner that works on the master itself, or on the world around it. */
export type ToolRunner = MasterFunction<Services & { readonly tools: RunnerTools }>;
export type ToolContext = Parameters<ToolRunner["run"]>[1];
