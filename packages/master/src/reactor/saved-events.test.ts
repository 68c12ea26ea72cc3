import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { encode } from "@salina/wire";
import { expect, test } from "vitest";
import { SavedEvents } from "./saved-events.js";

test("events that are left for the next start come back once, byte for byte", async () => {
  const place = mkdtempSync(join(tmpdir(), "salina-saved-"));
  const file = join(place, "events");
  const saved = new SavedEvents(file);
  expect(await saved.take()).toEqual([]);
  const events = [new Map([["a", "é"]]), new Map([["b", new Uint8Array([255, 0])]])].map((data, at) => {
    const packed = encode(new Map<string, string | Uint8Array>(data));
    return { tag: `t${at}`, data: packed, bytes: packed.length };
  });

  await saved.save(events);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const taken = await saved.take();
  expect(taken.map(({ tag, data }) => [tag, Buffer.from(data).toString("hex")])).toEqual(
    events.map(({ tag, data }) => [tag, Buffer.from(data).toString("hex")]),
  );
  expect(await saved.take()).toEqual([]);
  rmSync(place, { recursive: true });
});
