import { encode, type Value } from "@salina/wire";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { silent } from "../testing/fake-services.js";
import { testRest } from "../testing/rest.js";

const rest = testRest();
beforeEach(() => {
  rest.reset();
});
afterAll(() => rest.app.close());

async function start(fun = "test.ping"): Promise<string> {
  const response = await rest.call({ method: "POST", url: "/v1/jobs", payload: { target: "*", function: fun } });
  return response.json<{ jid: string }>().jid;
}

describe("one job", () => {
  test("shows each minion with its outcome, and a value only where there was an answer", async () => {
    const jid = await start();
    rest.services.answer(jid, "web1", null);
    rest.services.replace(jid, {
      ...silent("web2"),
      outcome: "offline",
      lastSeenAt: 1_799_999_999_000,
      connected: false,
    });

    const { returns, state, endedAt } = (await rest.call({ url: `/v1/jobs/${jid}` })).json<Record<string, unknown>>();

    expect(state).toBe("partial");
    expect(endedAt).toBe("2027-01-15T08:00:02.000Z");
    expect(returns).toEqual([
      {
        minion: "web1",
        outcome: "returned",
        late: false,
        retcode: 0,
        success: true,
        value: null,
        returnedAt: "2027-01-15T08:00:01.500Z",
      },
      { minion: "web2", outcome: "offline", late: false, lastSeen: "2027-01-15T07:59:59.000Z", connected: false },
    ]);
  });

  test("a minion that is still at it says since when that is known", async () => {
    const jid = await start();
    rest.services.replace(jid, { ...silent("web1"), confirmedAt: 1_800_000_000_001 });

    const { returns } = (await rest.call({ url: `/v1/jobs/${jid}` })).json<{ returns: unknown[] }>();

    expect(returns[0]).toEqual({
      minion: "web1",
      outcome: "running",
      late: false,
      confirmedAt: "2027-01-15T08:00:00.001Z",
    });
  });

  test("values keep large integers, bytes and odd keys, and lose what Salt put in", async () => {
    const jid = await start();
    const value = new Map<string, Value>([
      ["big", 2n ** 60n],
      ["bytes", Uint8Array.of(0xff, 0xfe)],
      ["__proto__", "data"],
      [
        "kwargs",
        new Map<Value, Value>([
          ["__pub_user", "root"],
          ["k", 1],
        ]),
      ],
    ]);
    rest.services.answer(jid, "web1", value);

    const response = await rest.call({ url: `/v1/jobs/${jid}` });

    expect(response.body).toContain(
      '"value":{"big":"1152921504606846976","bytes":{"$base64":"//4="},"__proto__":"data","kwargs":{"k":1}}',
    );
  });

  test("a value that is no msgpack is given as it came", async () => {
    const jid = await start();
    rest.services.replace(jid, {
      ...silent("web1"),
      outcome: "returned",
      retcode: 0,
      success: true,
      value: Uint8Array.of(0xc1),
      returnedAt: 1,
    });

    const { returns } = (await rest.call({ url: `/v1/jobs/${jid}` })).json<{ returns: unknown[] }>();

    expect(returns[0]).toMatchObject({ value: { $msgpack: "wQ==" } });
  });

  test("an answer of a minion that was not asked is shown, not counted", async () => {
    const jid = await start();
    const job = rest.services.stored.get(jid);
    if (!job) throw new Error("no job");
    const uninvited = { ...silent("db1"), outcome: "returned" as const, retcode: 0, value: encode(true), late: true };
    rest.services.stored.set(jid, { ...job, results: [...job.results, uninvited] });

    const shown = (await rest.call({ url: `/v1/jobs/${jid}` })).json<{ returns: unknown[] }>();

    expect(shown).toMatchObject({ counts: { expected: 2, returned: 0, running: 2 } });
    expect(shown.returns[2]).toMatchObject({ minion: "db1", late: true });
  });
});

describe("lists of jobs", () => {
  test("come newest first, page by page, to the end", async () => {
    const jids = [];
    for (let i = 0; i < 5; i++) jids.unshift(await start());

    const seen: string[] = [];
    let url: string | undefined = "/v1/jobs?limit=2";
    let pages = 0;
    while (url !== undefined) {
      const response = await rest.call({ url });
      const page: { items: { jid: string }[]; nextCursor: string | null } = response.json();
      seen.push(...page.items.map(({ jid }) => jid));
      const link = /^<(.*)>; rel="next"$/.exec(String(response.headers["link"] ?? ""))?.[1];
      expect(link === undefined).toBe(page.nextCursor === null);
      url = link;
      pages++;
    }

    expect(seen).toEqual(jids);
    expect(pages).toBe(3);
  });

  test("can be of one function or one user", async () => {
    await start("test.ping");
    await start("cmd.run");
    const functions = async (query: string) =>
      (await rest.call({ url: `/v1/jobs?${query}` }))
        .json<{ items: { function: string }[] }>()
        .items.map((one) => one.function);

    expect(await functions("function=cmd.run")).toEqual(["cmd.run"]);
    expect(await functions("user=alice")).toEqual(["cmd.run", "test.ping"]);
    expect(await functions("user=bob")).toEqual([]);
  });
});

describe("searches of jobs", () => {
  test("are made of everything that is asked for", async () => {
    const url =
      "/v1/jobs?function=state.*,test.ping&minion=web*&outcome=failed&stateId=nginx&stateResult=changed&user=ann&state=partial" +
      "&from=2026-11-23T00:00:00Z&to=2026-11-23T01:00:00.500%2B01:00&limit=7";
    expect((await rest.call({ url })).statusCode).toBe(200);

    expect(rest.services.searches).toEqual([
      {
        limit: 7,
        funs: ["state.*", "test.ping"],
        minions: ["web*"],
        outcome: "failed",
        stateId: "nginx",
        stateResult: "changed",
        user: "ann",
        state: "partial",
        from: Date.UTC(2026, 10, 23),
        to: Date.UTC(2026, 10, 23, 0, 0, 0, 500),
      },
    ]);
  });

  test.each([
    ["outcome=good", "?outcome"],
    ["state=done", "?state"],
    ["stateResult=changed", "?stateResult"],
    ["stateId=x&stateResult=nice", "?stateResult"],
    ["from=yesterday", "?from"],
    ["jid=1", "?jid"],
  ])("%s is refused by its name", async (query, pointer) => {
    for (const path of ["/v1/jobs", "/v1/jobs/export"]) {
      const response = await rest.call({ url: `${path}?${query}` });
      expect(response.statusCode).toBe(400);
      expect(response.json<{ errors: { pointer: string }[] }>().errors[0]?.pointer).toBe(pointer);
    }
  });

  test("an export is a line of JSON for each whole job", async () => {
    const jids = [await start(), await start("test.echo")];
    rest.services.answer(jids[1] ?? "", "web1", "said");

    const response = await rest.call({ url: "/v1/jobs/export?user=alice" });

    expect(response.headers["content-type"]).toBe("application/x-ndjson; charset=utf-8");
    const lines = response.body.split("\n");
    expect(lines.pop()).toBe("");
    const jobs = lines.map((line) => JSON.parse(line) as { jid: string; returns: unknown[] });
    expect(jobs.map(({ jid }) => jid)).toEqual([...jids].reverse());
    expect(jobs[0]).toEqual((await rest.call({ url: `/v1/jobs/${jids[1]}` })).json());
    expect((await rest.call({ url: "/v1/jobs/export?limit=1" })).body.split("\n")).toHaveLength(2);
  });
});

describe("returns of a job", () => {
  test("come in pages, and by outcome", async () => {
    const jid = await start();
    rest.services.answer(jid, "web1", 1);
    const minions = (body: { items: { minion: string }[] }) => body.items.map(({ minion }) => minion);

    const first = (await rest.call({ url: `/v1/jobs/${jid}/returns?limit=1` })).json<{
      items: { minion: string }[];
      nextCursor: string;
    }>();
    const second = await rest.call({ url: `/v1/jobs/${jid}/returns?limit=1&cursor=${first.nextCursor}` });
    const running = await rest.call({ url: `/v1/jobs/${jid}/returns?outcome=running` });
    const strange = await rest.call({
      url: `/v1/jobs/${jid}/returns?cursor=${Buffer.from("web9").toString("base64url")}`,
    });

    expect(minions(first)).toEqual(["web1"]);
    expect(second.json()).toMatchObject({ items: [{ minion: "web2" }], nextCursor: null });
    expect(minions(running.json())).toEqual(["web2"]);
    expect(strange.statusCode).toBe(400);
  });
});
