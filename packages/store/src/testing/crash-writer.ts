import { openSqliteStore } from "../sqlite/sqlite-store.js";
import { aJob, aReturn } from "./build.js";

// A process of its own, to be killed: writes answers for ever and prints the number of each that was acknowledged.
const [file = "", run = "0"] = process.argv.slice(2);
const jid = `202601010000000000${run.padStart(2, "0")}`;
const store = await openSqliteStore({ file, busyTimeoutMs: 5000 });
await store.jobs.create(aJob({ jid, minions: [] }));
process.stdout.write("created\n");

let next = 0;
async function write(): Promise<void> {
  for (;;) {
    const number = next++;
    const value = new Uint8Array(200).fill(number % 256);
    await store.jobs.addReturn(aReturn({ jid, minion: `node${number}`, value }));
    process.stdout.write(`${number}\n`);
  }
}
await Promise.all(Array.from({ length: 20 }, write));
