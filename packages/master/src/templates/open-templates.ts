import type { Clock } from "../clock.js";
import type { MasterConfig } from "../config/config.js";
import { startTemplateThread } from "./start-template-thread.js";
import { templateConfig } from "./template-config.js";
import { type Served, TemplateFiles } from "./template-files.js";
import { TemplateService } from "./template-service.js";

/** The service of a config. Threads start with the first template. */
export function openTemplates(
  config: MasterConfig,
  { clock, files }: { readonly clock: Clock; readonly files: Served },
): TemplateService {
  const limitMs = config.templates.timeoutS * 1000;
  const forThreads = templateConfig(config);
  return new TemplateService({
    clock,
    start: () => startTemplateThread(forThreads, limitMs),
    files: new TemplateFiles(files),
    limits: { threads: config.templates.threads, limitMs },
  });
}
