import { encode } from "@salina/wire";
import { startThread, type TaskThread } from "../threads/start-thread.js";
import type { FromTemplateThread, TemplateStart, ToTemplateThread } from "./messages.js";
import type { TemplateConfig } from "./template-run.js";

/** A thread that renders one template after the other. */
export type TemplateThread = TaskThread<ToTemplateThread, FromTemplateThread>;

/** @param limitMs programs that a template runs, and questions to the daemon, end after this */
export function startTemplateThread(config: TemplateConfig, limitMs: number): TemplateThread {
  const { jinjaSlsEnv, nodegroups, visible, ...plain } = config;
  const start: TemplateStart = { config: plain, packed: encode([jinjaSlsEnv, nodegroups, visible]) };
  return startThread({
    name: "salina-template",
    file: new URL("./template-worker.js", import.meta.url),
    start,
    answerMs: limitMs,
  });
}
