import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { scratchFiles } from "../testing/scratch.js";
import { openSqliteStore } from "./sqlite-store.js";

const newFile = scratchFiles();
const writer = fileURLToPath(new URL("../testing/crash-writer.js", import.meta.url));
const runs = 8;

/** Kills the writer once it has acknowledged `enough` answers; gives the numbers of all that it did acknowledge. */
async function writeAndKill(file: string, run: number, enough: number): Promise<readonly number[]> {
  const child = spawn(process.execPath, [writer, file, String(run)], { stdio: ["ignore", "pipe", "inherit"] });
  let printed = "";
  child.stdout.setEncoding("utf8");
  child.stdout.on("data", (chunk: string) => {
    printed += chunk;
    if (printed.split("\n").length > enough + 1) child.kill("SIGKILL");
  });
  await once(child, "close");
  // The last line may be cut.
  const lines = printed.split("\n").slice(0, -1);
  expect(lines[0]).toBe("created");
  return lines.slice(1).map(Number);
}

test("every answer that was acknowledged is there after kill -9, whole and once", async () => {
  const file = newFile();
  for (let run = 0; run < runs; run++) {
    const acknowledged = await writeAndKill(file, run, Math.floor(Math.random() * 400));

    const store = await openSqliteStore({ file, busyTimeoutMs: 5000 });
    const job = await store.jobs.get(`202601010000000000${String(run).padStart(2, "0")}`);
    await store.close();

    const kept = new Map(job?.results.map((result) => [result.minion, result]));
    expect(kept.size).toBe(job?.results.length);
    expect(acknowledged.filter((number) => !kept.has(`node${number}`))).toEqual([]);
    const damaged = [...kept.values()].filter(
      ({ minion, value }) => value?.length !== 200 || value.some((byte) => byte !== Number(minion.slice(4)) % 256),
    );
    expect(damaged).toEqual([]);
  }
});
