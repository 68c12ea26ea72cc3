import type { Job, JobRequest, MinionResult } from "@salina/api";
import { decode, encode, toJson, toValue, type Value, type ValueMap } from "@salina/wire";
import pino from "pino";
import { beforeEach, describe, expect, test } from "vitest";
import { Peer } from "../peer/peer.js";
import { RateLimit } from "../peer/rate-limit.js";
import { Counters } from "../status/counters.js";
import { HandClock } from "../testing/hand-clock.js";
import { minionPubRequest } from "./minion-pub.js";
import { minionPublishRequest } from "./minion-publish.js";
import { type MinionRequest, type Requester, served } from "./minion-request.js";
import { pubRetRequest } from "./pub-ret.js";

const requester = (id: string): Requester => ({
  id,
  era: 3,
  proven: true,
  publicKey: null,
  nonce: null,
  encryption: "OAEP-SHA1",
  signature: "PKCS1v15-SHA1",
});
const jid = "20260101000000000000";
const result = (minion: string, value: Value | null): MinionResult =>
  ({
    minion,
    outcome: value === null ? "running" : "returned",
    late: false,
    retcode: value === null ? null : 0,
    success: value === null ? null : true,
    value: value === null ? null : encode(value),
    out: null,
    returnedAt: null,
    confirmedAt: null,
    lastSeenAt: null,
  }) as unknown as MinionResult;

let published: JobRequest[];
let counters: Counters;
let peer: Peer;
const clock = new HandClock();

beforeEach(() => {
  published = [];
  counters = new Counters();
  peer = new Peer({
    rules: toValue({ "web\\d": ["test.*", { "db*": ["cmd.run"] }], web1: ["pkg.version"] }),
    clock,
    jobs: {
      publish(request) {
        published.push(request);
        return Promise.resolve({ jid, minions: ["db1", "web2"], missing: [] });
      },
      get: (wanted) =>
        Promise.resolve(
          wanted === jid
            ? ({
                jid,
                user: published.at(-1)?.user ?? "minion:web1",
                results: [result("db1", "yes"), result("web2", null)],
              } as unknown as Job)
            : undefined,
        ),
      async *follow() {
        await Promise.resolve();
        yield { kind: "end", state: "done" } as never;
      },
    },
    resolve: ({ expression }) =>
      Promise.resolve(expression === "none" ? [] : String(expression).startsWith("db") ? ["db1"] : ["db1", "web2"]),
    rate: new RateLimit(clock, 3),
  });
});

async function serve<Input>(
  make: (deps: { peer: Peer; counters: Counters; log: pino.Logger }) => MinionRequest<Input>,
  load: Record<string, unknown>,
  from = "web1",
): Promise<unknown> {
  const packed = toValue(load) as ValueMap;
  const request = make({ peer, counters, log: pino({ level: "silent" }) });
  const answer = await served(request).serve(packed, encode(packed), requester(from));
  return answer.ok && answer.value.kind === "sealed" ? toJson(answer.value.value as Value) : answer;
}
const load = (more: Record<string, unknown>) => ({
  fun: "test.ping",
  arg: [],
  tgt: "*",
  tgt_type: "glob",
  ret: "",
  ...more,
});
const argumentsOf = (request: JobRequest | undefined): unknown => {
  const read = request && decode(request.arg);
  return read?.ok ? toJson(read.value) : undefined;
};

describe("minion_pub", () => {
  test("publishes what the minion may, under its own name", async () => {
    expect(await serve(minionPubRequest, load({}))).toEqual({ jid, minions: ["db1", "web2"] });
    expect(published).toMatchObject([
      { fun: "test.ping", target: { type: "glob", expression: "*" }, user: "minion:web1" },
    ]);
  });

  test.each<[string, Record<string, unknown>, string]>([
    ["another minion", {}, "db1"],
    ["one whose id only begins like it", {}, "web11"],
    ["a function that is not in its list", { fun: "cmd.run" }, "web1"],
    ["one of several functions that is not", { fun: "test.ping,cmd.run", arg: ["", ""] }, "web1"],
    ["a function that publishes", { fun: "publish.publish" }, "web1"],
    ["nobody is meant", { tgt: "none" }, "web1"],
  ])("is answered by nothing: %s", async (_what, more, from) => {
    expect(await serve(minionPubRequest, load(more), from)).toEqual({});
    expect(published).toEqual([]);
  });

  test("a permission for a target holds within it", async () => {
    expect(await serve(minionPubRequest, load({ fun: "cmd.run", arg: ["ls"], tgt: "db*" }))).toMatchObject({ jid });
    expect(await serve(minionPubRequest, load({ fun: "cmd.run", arg: ["ls"] }))).toEqual({});
  });

  test("arguments are typed as on the command line, and values stay", async () => {
    await serve(
      minionPubRequest,
      load({ fun: "test.arg", arg: ["1", "a=[x]", "keep=1", 2, { k: 1 }], no_parse: ["keep"] }),
    );
    expect(argumentsOf(published[0])).toEqual([1, 2, { k: 1 }, { __kwarg__: true, a: ["x"], keep: "1" }]);
  });

  test("several functions have a text of arguments each", async () => {
    await serve(minionPubRequest, load({ fun: "test.arg,test.ping", arg: ["a 1", ""] }));
    expect(published[0]?.fun).toEqual(["test.arg", "test.ping"]);
    expect(argumentsOf(published[0])).toEqual([["a", 1], []]);
  });

  test("what grains or pillar decide goes out as the list of who was meant", async () => {
    await serve(minionPubRequest, load({ tgt: "os:Debian", tgt_type: "grain" }));
    expect(published[0]?.target).toEqual({ type: "list", expression: ["db1", "web2"] });
  });

  test("too many a minute are refused, and counted", async () => {
    for (let i = 0; i < 3; i++) await serve(minionPubRequest, load({}));
    expect(await serve(minionPubRequest, load({}))).toEqual({});
    expect(counters.get("peer.refused")).toBe(1);
    await clock.advance(60_000);
    expect(await serve(minionPubRequest, load({}))).toMatchObject({ jid });
  });
});

describe("pub_ret", () => {
  test("gives the results to whoever has published", async () => {
    await serve(minionPubRequest, load({}));
    expect(await serve(pubRetRequest, { jid })).toEqual({ db1: { ret: "yes" } });
    expect(await serve(pubRetRequest, { jid }, "web2")).toEqual({});
  });

  test.each(["../../../etc/passwd", "1", `${jid}/x`, `${jid}\n`, "x".repeat(100_000)])(
    "%j is no job",
    async (wrong) => {
      expect(await serve(pubRetRequest, { jid: wrong })).toMatchObject({ ok: false });
    },
  );

  test("a job that is not there gives nothing", async () => {
    expect(await serve(pubRetRequest, { jid: "20990101000000000000" })).toEqual({});
  });
});

test("minion_publish waits, and answers with the values, or with all there is", async () => {
  expect(await serve(minionPublishRequest, load({ tmo: 1 }))).toEqual({ db1: "yes" });
  expect(await serve(minionPublishRequest, load({ tmo: 1, form: "full" }))).toEqual({
    __jid__: jid,
    db1: { ret: "yes", id: "db1", jid, retcode: 0, success: true },
  });
});
