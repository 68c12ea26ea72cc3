import { describe, expect, test } from "vitest";
import { mayFire } from "./minion-tags.js";

const jid = "20260101000000000000";

describe("a minion may fire", () => {
  test.each([
    "salt/minion/web1/start",
    "salt/minion/web1/other",
    `salt/job/${jid}/prog/web1/0`,
    `salt/job/${jid}_req/prog/web1/RUN`,
    "salt/beacon/web1/load/",
    "salt/beacon/web1/inotify//etc/passwd",
    "minion_start",
    "my/own/tag",
    "salt/custom",
    "salt/runner-up",
    "salt/state_result/x",
    "keys",
  ])("%s", (tag) => expect(mayFire("web1", tag)).toBe(true));
});

describe("a minion may not fire", () => {
  test.each([
    "salt/minion/web2/start",
    "salt/minion/web1",
    "salt/minion/web1/",
    "salt/minion/web10/start",
    `salt/job/${jid}/new`,
    `salt/job/${jid}/publish`,
    `salt/job/${jid}/ret/web1`,
    `salt/job/${jid}/ret/web2`,
    `salt/job/${jid}/prog/web2/0`,
    "salt/job/x/prog/web1/0",
    `salt/job/${jid}/sub/web1/error/x`,
    "salt/job",
    "salt/auth",
    "salt/auth/creds",
    "salt/key",
    "key",
    `salt/run/${jid}/ret`,
    `salt/wheel/${jid}/new`,
    "salt/cloud/x/creating",
    "salt/cluster/peer",
    "salt/presence/change",
    "salt/stats/x",
    "salt/netapi/hook/x",
    "salt/fileserver/roots/update",
    "salt/syndic/web1/start",
    "salt/beacon/web2/load/",
    "minion/refresh/web1",
    "minion/refresh/web2",
    "syndic/web1/x",
    jid,
    `${jid}/ret`,
  ])("%s", (tag) => expect(mayFire("web1", tag)).toBe(false));
});
