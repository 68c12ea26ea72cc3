import type { WheelFunction } from "../wheel-function.js";

export const connected: WheelFunction = {
  name: "minions.connected",
  doc: "Ids of the minions that are connected now.",
  reads: true,
  parameters: [],
  run: (_given, { presence }) => Promise.resolve([...presence.present()].sort()),
};
