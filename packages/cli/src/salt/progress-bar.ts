import type { JobRequest } from "@salina/api";
import { exitCodes } from "../io.js";
import { follow } from "./follow.js";
import { nothingReturned, type Run } from "./run.js";
import { summaryText } from "./summary.js";

const barColumns = 40;

/** `--progress`: a bar on standard error that counts returns, then the summary; values are not shown. */
export async function runProgressBar(run: Run, request: JobRequest): Promise<number> {
  const { io, settings } = run;
  let targeted = 0;
  let returned = 0;
  const startedAtMs = Date.now();
  const draw = () => {
    const share = targeted === 0 ? 1 : Math.min(1, returned / targeted);
    const full = Math.floor(share * barColumns);
    const elapsed = clockText(Date.now() - startedAtMs);
    const bar = "#".repeat(full) + " ".repeat(barColumns - full);
    const percent = String(Math.floor(share * 100)).padStart(3);
    io.stderr.write(`\r${percent}% |${bar}| Elapsed Time: ${elapsed} Returns: [${returned}/${targeted}]`);
  };
  const followed = await follow(run, request, {
    published: (job) => {
      targeted = job.minions.length;
      draw();
    },
    returned: () => {
      returned += 1;
      draw();
    },
  });
  if (followed === null) return await nothingReturned(run);
  io.stderr.write("\n");
  const { tally } = followed;
  const notReturned = [...tally.silent(), ...tally.unknown()];
  io.stdout.write(summaryText(tally, notReturned, settings.flag("verbose", false)));
  return notReturned.length === 0 && tally.failed().length === 0 ? exitCodes.ok : exitCodes.failed;
}

/** `0:01:09` */
function clockText(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  const two = (value: number) => String(value).padStart(2, "0");
  return `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}
