import { type Static, Type } from "typebox";
import { nullable, Time } from "./common.js";

export const Status = Type.Object(
  {
    version: Type.String(),
    masterId: Type.String(),
    startedAt: Time("When the daemon started."),
    publishPort: Type.Integer(),
    requestPort: Type.Integer(),
    restUrl: nullable(Type.String()),
    subscribers: Type.Integer({ description: "Open connections for publishes." }),
    rssBytes: Type.Integer(),
    store: Type.Object(
      { usedBytes: Type.Integer(), fileBytes: Type.Integer() },
      { description: "Size of the records: held, and on the disk." },
    ),
    belowEra3: Type.Array(Type.String(), {
      description: "Minions that last spoke a protocol in which ids are not proven.",
    }),
    counters: Type.Record(Type.String(), Type.Number()),
  },
  { $id: "Status" },
);
export type Status = Static<typeof Status>;
