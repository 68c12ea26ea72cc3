import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { installedReleases } from "../interop/releases.js";
import { findSaltPython } from "../support/salt-python.js";
import { type Answered, ApiLab } from "./api-lab.js";
import { calls } from "./calls.js";
import { deliberate } from "./deliberate.js";

/** The interface of salt-api beside the original: the same calls, with the same minions on each side. */
const release = "3006.30";
const [salt] = await installedReleases({ SALINA_TEST_RELEASES: release });
const python = findSaltPython("cherrypy", release);
const missing = salt?.missing ?? python.missing ?? (salt === undefined ? "it is not known" : null);
if (missing !== null) console.log(`SKIPPED: salt-api beside the original: salt ${release}: ${missing}`);

describe.skipIf(missing !== null)("status and body of salt-api", () => {
  let stock: ApiLab;
  let ours: ApiLab;
  beforeAll(async () => {
    const bin = salt?.missing === null ? salt.bin : "";
    [stock, ours] = await Promise.all([ApiLab.start("stock", bin), ApiLab.start("salina", bin)]);
  }, 180_000);
  afterAll(async () => {
    await stock?.end();
    await ours?.end();
  });

  test.each(Object.keys(calls))(
    "%s",
    async (name) => {
      const asked = calls[name] ?? {};
      const [theirs, own] = [normal(await stock.ask(asked)), normal(await ours.ask(asked))];
      const difference = deliberate[name];
      if (difference === undefined) return expect(own).toEqual(theirs);
      expect(own).toMatchObject(difference.ours);
      expect(theirs).toMatchObject(difference.stock);
    },
    60_000,
  );
});

/** Without what differs from run to run: ids of jobs, times, tokens, fingerprints; of an error the message alone. */
function normal({ status, type, body }: Answered): object {
  const page = /<p>([\s\S]*?)<\/p>/.exec(String(body))?.[1];
  if (type.startsWith("text/html"))
    return { status, type: "page", body: status === 404 || status === 405 ? "" : texts(page ?? "") };
  return { status, type: type.split(";")[0], body: typeof body === "string" ? texts(body) : values(body) };
}

function values(value: unknown): unknown {
  if (typeof value === "string") return texts(value);
  if (Array.isArray(value)) return inAnyOrder(value).map(values);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [
      texts(key),
      ["expire", "start", "pid"].includes(key) ? typeof one : values(one),
    ]),
  );
}

/** Answers of minions come as they come, and stock keeps some ids in a set. */
function inAnyOrder(list: readonly unknown[]): readonly unknown[] {
  const isAnswer = (one: unknown) =>
    /^web\d$/.test(String(one)) || (typeof one === "object" && one !== null && /^web\d$/.test(Object.keys(one).join()));
  return list.every(isAnswer) ? list.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)) : list;
}

function texts(text: string): string {
  return text
    .replace(/\b\d{20}\b/g, "JID")
    .replace(/\b[0-9a-f]{64}\b/g, "TOKEN64")
    .replace(/\b[0-9a-f]{40}\b/g, "TOKEN40")
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+/g, "STAMP")
    .replace(/\d{4}, \w{3} \d\d [\d:.]+/g, "TIME")
    .replace(/&#(39|34|x27);|&quot;|"/gi, "'")
    .replace(/&#(60|62);|&lt;|&gt;/gi, "|");
}
