import { toValue, type ValueMap } from "@salina/wire";
import { expect, test } from "vitest";
import { mermaid, stepGraph } from "./graph.js";

const step = (id: string, fun: string, more: object = {}) =>
  toValue({ state: "salt", fun, __id__: id, name: id, __sls__: "orch.x", ...more }) as ValueMap;

const steps = [
  step("drain", "function", { name: "cmd.run", tgt: "lb1" }),
  step("wipe", "state", { tgt: ["web1", "web2"], sls: ["rootfs", "node"], destructive: true }),
  step("restart", "reboot", { tgt: "web*", require: [{ salt: "wipe" }] }),
  step("tell", "runner", { name: "event.send", onfail: ["wipe", { salt: "restart" }] }),
];

test("a step waits for what its requisites name, or comes after the one before it", () => {
  const { arrows } = stepGraph(steps);
  expect(arrows).toEqual([
    { from: 0, to: 1, why: null },
    { from: 1, to: 2, why: "require" },
    { from: 1, to: 3, why: "onfail" },
    { from: 2, to: 3, why: "onfail" },
  ]);
});

test("the drawing names each step, what it does and where, and marks what destroys data", () => {
  expect(mermaid(stepGraph(steps))).toBe(`flowchart TD
  s0["<b>drain</b><br>function cmd.run<br>on lb1"]
  s1{{"<b>wipe</b><br>state rootfs, node<br>on web1, web2"}}:::destructive
  s2["<b>restart</b><br>salt.reboot<br>on web*"]
  s3["<b>tell</b><br>runner event.send"]
  s0 -.-> s1
  s1 --> s2
  s1 -->|onfail| s3
  s2 -->|onfail| s3
  classDef destructive stroke:#c00,stroke-width:2px
`);
});

test("no text of a step can leave its label", () => {
  const drawn = mermaid(stepGraph([step('a"]; click s0 "x', "function", { name: "<script>" })]));
  expect(drawn.split("\n")).toHaveLength(3);
  expect(drawn).toContain('s0["<b>a#34;#93;#59; click s0 #34;x</b><br>function #60;script#62;"]');
});
