import type { Value } from "@salina/wire";
import type { FilesConfig } from "../../config/config.js";
import type { EventBus } from "../../events/event-bus.js";
import { tags } from "../../events/tags.js";
import type { GitUpdates } from "../../git/git-updates.js";
import type { GitBackend } from "./git-backend.js";

export interface WatchGitfsDeps {
  readonly config: FilesConfig;
  readonly updates: GitUpdates;
  readonly events: EventBus;
}

/** Serves what earlier runs fetched, and fetches from now on; `fileserver_events`: tells when something has changed. */
export async function watchGitfs(gitfs: GitBackend, { config, updates, events }: WatchGitfsDeps): Promise<void> {
  await gitfs.load();
  const changed = new Map<Value, Value>([
    ["changed", true],
    ["backend", "gitfs"],
  ]);
  updates.start({ name: "gitfs", intervalMs: config.git.updateS * 1000, update: () => gitfs.update() }, () => {
    if (config.events) events.fire(tags.gitfsUpdate, changed);
  });
}
