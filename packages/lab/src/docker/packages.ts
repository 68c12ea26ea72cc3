import { enginePackages, whyNot } from "../debian-packages.js";

/** Why no engines can be run here; null: they can. */
export function whyNoEngines(): string | null {
  return whyNot(enginePackages, { root: true });
}
