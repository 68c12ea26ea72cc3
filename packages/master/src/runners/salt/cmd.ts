import { type Encodable, Spliced, type Value } from "@salina/wire";
import { masterGrains } from "../../on-master/master-grains.js";
import { modules } from "../../pillar/functions/master-functions.js";
import type { ToolContext, ToolRunner } from "../tool-runner.js";

/** @source salt/runners/salt.py, cmd */
export const cmd: ToolRunner = {
  name: "salt.cmd",
  doc: "Runs a function of an execution module on the master itself: those that pillar templates have.",
  parameters: [{ name: "fun", type: "text", doc: "The function." }],
  rest: "Its arguments.",
  keywords:
    "Its named arguments; `with_pillar=True` is for the runner: with the pillar that is made for the master's id.",
  async run(given, context): Promise<Encodable> {
    const fun = given.text("fun");
    const kwargs = new Map([...given.keywords].filter(([key]) => !key.startsWith("__")));
    const withPillar = kwargs.get("with_pillar") === true;
    kwargs.delete("with_pillar");
    const pillar = withPillar ? await masterPillar(context) : new Map<Value, Value>();
    const packed = await context.tools.onMaster({ fun, args: given.rest, kwargs, pillar });
    if (packed === null) {
      throw new Error(`'${fun}' is not available on the master. There are: ${[...modules.keys()].join(", ")}`);
    }
    return new Spliced(packed);
  },
};

async function masterPillar({ pillars, tools }: ToolContext): Promise<Map<Value, Value>> {
  const { pillar } = await pillars.make({
    id: tools.masterId,
    grains: masterGrains(tools.masterId),
    saltenv: null,
    pillarenv: null,
    override: null,
    fresh: false,
  });
  return pillar;
}
