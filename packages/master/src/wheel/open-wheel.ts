import type { WheelService } from "@salina/api";
import type { MasterConfig } from "../config/config.js";
import { maskedOptions } from "../config/masked-options.js";
import type { Keys } from "../keys/open-keys.js";
import type { Presence } from "../minions/presence.js";
import { RootFiles } from "./roots/root-files.js";
import { Wheel } from "./wheel.js";
import { type WheelServiceDeps, wheelService } from "./wheel-service.js";

export interface OpenedWheel {
  readonly functions: Wheel;
  /** The same for callers, with events and job records. */
  readonly service: WheelService;
}

/** Wheel functions over the parts of a daemon. */
export function openWheel(
  config: MasterConfig,
  {
    keys,
    presence,
    ...deps
  }: Omit<WheelServiceDeps, "functions"> & {
    readonly keys: Pick<Keys, "service" | "addAccepted">;
    readonly presence: Pick<Presence, "present">;
  },
): OpenedWheel {
  const functions = new Wheel({
    keys: keys.service,
    addAcceptedKey: keys.addAccepted,
    hashType: config.keys.hashType,
    presence,
    options: maskedOptions(config.visible, config.id),
    fileRoots: new RootFiles(config.files.roots),
    pillarRoots: new RootFiles(config.pillar.roots),
  });
  return { functions, service: wheelService({ ...deps, functions }) };
}
