import { encode, isMap } from "@salina/wire";
import type { ToolRunner } from "../tool-runner.js";

const maxTagLength = 1024;

/** @source salt/runners/event.py */
export const send: ToolRunner = {
  name: "event.send",
  doc: "Fires an event on the master's bus, with exactly this tag.",
  parameters: [
    { name: "tag", type: "text", doc: "The tag." },
    { name: "data", type: "map", doc: "A dictionary.", default: null },
  ],
  run(given, { tools }) {
    const tag = given.text("tag");
    if (tag === "" || tag.length > maxTagLength) throw new Error(`'tag' has to be text of 1 to ${maxTagLength} signs`);
    const data = given.value("data", new Map());
    if (!isMap(data)) throw new Error("'data' has to be a dictionary");
    const size = encode(data).length;
    if (size > tools.maxEventBytes) {
      throw new Error(`'data' has ${size} bytes, more than \`max_event_size\` (${tools.maxEventBytes})`);
    }
    tools.fire(tag, data);
    return Promise.resolve(true);
  },
};
