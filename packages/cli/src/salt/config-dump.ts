import { decode, encode, isMap } from "@salina/wire";
import { Exit, exitCodes } from "../io.js";
import { outputSettings } from "../output/display.js";
import { yaml } from "../output/yaml.js";
import { accountName } from "./request.js";
import type { Run } from "./run.js";

/** `--config-dump`: the config that the master runs with, as YAML. */
export async function dumpConfig({ io, client, settings }: Run): Promise<number> {
  const answer = await client.call("wheel.run", {
    fun: "config.values",
    arg: encode([], "network"),
    user: accountName(io),
  });
  const read = decode(answer.data, { maxDepth: 256 });
  const values = read.ok && isMap(read.value) ? read.value.get("return") : undefined;
  if (values === undefined || !answer.success)
    throw new Exit(exitCodes.failed, { stderr: "The master does not tell its config.\n" });
  io.stdout.write(`${yaml(values, outputSettings(io, settings), { retcode: 0 })}\n`);
  return exitCodes.ok;
}
