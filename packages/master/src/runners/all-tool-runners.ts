import { get } from "./config/get.js";
import { send } from "./event/send.js";
import { update } from "./git_pillar/update.js";
import { query } from "./http/query.js";
import { wol } from "./network/wol.js";
import { wollist } from "./network/wollist.js";
import { wolmatch } from "./network/wolmatch.js";
import { cmd } from "./salt/cmd.js";
import { execute } from "./salt/execute.js";
import { syncRunners } from "./saltutil/sync.js";
import { arg } from "./test/arg.js";
import { getOpts } from "./test/get-opts.js";
import { metasyntactic } from "./test/metasyntactic.js";
import { rawArg } from "./test/raw-arg.js";
import { sleep } from "./test/sleep.js";
import { stdoutPrint } from "./test/stdout-print.js";
import { stream } from "./test/stream.js";
import type { ToolRunner } from "./tool-runner.js";

/** Runners that work on the master itself, or on the world around it. */
export const toolRunners: readonly ToolRunner[] = [
  get,
  query,
  ...[send, update, wol, wollist, wolmatch, cmd, execute].map(idleInTest),
  ...syncRunners,
  arg,
  getOpts,
  metasyntactic,
  rawArg,
  sleep,
  stdoutPrint,
  stream,
];

/** With `test=True` nothing is changed, and nothing is told. */
function idleInTest(one: ToolRunner): ToolRunner {
  return {
    ...one,
    run: (given, context) => (context.call.test ? Promise.resolve(null) : one.run(given, context)),
  };
}
