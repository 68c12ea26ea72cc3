import { type Static, Type } from "typebox";
import { nullable, oneOf, Time } from "./common.js";
import { keyStates } from "./key.js";

export const Minion = Type.Object(
  {
    id: Type.String(),
    keyState: oneOf(keyStates),
    connected: nullable(Type.Boolean({ description: "Null: not known." })),
    since: nullable(Time("Since when it has been connected, or away.")),
    hearsPublishes: nullable(
      Type.Boolean({ description: "Whether jobs reach it. Null: not known, it was not asked yet." }),
    ),
    flapping: Type.Boolean({ description: "It came and went again and again within the last hour." }),
    lastSeen: nullable(Time("When it was last heard of.")),
    protocol: nullable(Type.Integer({ description: "Protocol of its last request: 0, 2 or 3." })),
    saltVersion: nullable(Type.String()),
    os: nullable(Type.String()),
    osRelease: nullable(Type.String()),
  },
  { $id: "Minion" },
);
export type Minion = Static<typeof Minion>;
