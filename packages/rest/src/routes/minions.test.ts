import { afterAll, beforeEach, expect, test } from "vitest";
import { minion } from "../testing/fake-services.js";
import { testRest } from "../testing/rest.js";

const rest = testRest();
beforeEach(() => {
  rest.reset();
  rest.services.knownMinions.push(
    minion("db1", {
      connected: null,
      lastSeenAt: null,
      era: null,
      saltVersion: null,
      os: null,
      osRelease: null,
      keyState: "pending",
    }),
  );
});
afterAll(() => rest.app.close());

const ids = async (query: string) =>
  (await rest.call({ url: `/v1/minions?${query}` })).json<{ items: { id: string }[] }>().items.map(({ id }) => id);

test("a minion shows what is known of it, and null for what is not", async () => {
  expect((await rest.call({ url: "/v1/minions/web1" })).json()).toEqual({
    id: "web1",
    keyState: "accepted",
    connected: true,
    since: null,
    hearsPublishes: null,
    flapping: false,
    lastSeen: "2027-01-15T08:00:00.123Z",
    protocol: 3,
    saltVersion: "3006.9",
    os: "Debian",
    osRelease: "12",
  });
  expect((await rest.call({ url: "/v1/minions/db1" })).json()).toEqual({
    id: "db1",
    keyState: "pending",
    connected: null,
    since: null,
    hearsPublishes: null,
    flapping: false,
    lastSeen: null,
    protocol: null,
    saltVersion: null,
    os: null,
    osRelease: null,
  });
});

test.each([
  ["", ["db1", "web1", "web2"]],
  ["keyState=accepted", ["web1", "web2"]],
  ["connected=true", ["web1", "web2"]],
  ["connected=false", []],
  ["q=eb2", ["web2"]],
  ["target=web2,web1&targetType=list", ["web1", "web2"]],
  ["target=web2", ["web2"]],
  ["target=web2&targetType=grainPcre&delimiter=%7C", ["web2"]],
])("minions can be picked with %j", async (query, expected) => {
  expect(await ids(query)).toEqual(expected);
});

test("pages keep the filter", async () => {
  const first = await rest.call({ url: "/v1/minions?limit=1&keyState=accepted" });
  const next = /^<(.*)>; rel="next"$/.exec(String(first.headers["link"]))?.[1] ?? "";

  expect(first.json()).toMatchObject({ items: [{ id: "web1" }] });
  expect((await rest.call({ url: next })).json()).toMatchObject({ items: [{ id: "web2" }], nextCursor: null });
});
