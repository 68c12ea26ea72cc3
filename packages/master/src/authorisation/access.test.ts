import type { Target } from "@salina/api";
import { toValue } from "@salina/wire";
import { beforeEach, describe, expect, test } from "vitest";
import { silentLog } from "../orchestrations/testing/crashing-world.js";
import { HandClock } from "../testing/hand-clock.js";
import { Access } from "./access.js";

let clock: HandClock;
let access: Access;
const minionsOf: Readonly<Record<string, readonly string[]>> = {
  "*": ["db1", "web1", "web2"],
  "web*": ["web1", "web2"],
  db1: ["db1"],
  "role:secret*": ["web1"],
  nobody: [],
};

beforeEach(() => {
  clock = new HandClock();
  access = new Access({
    clock,
    log: silentLog,
    resolve: ({ expression }: Target) => Promise.resolve(minionsOf[String(expression)] ?? []),
    config: {
      externalAuth: toValue({
        sharedsecret: {
          ann: [".*", "@runner"],
          bob: [{ "web*": ["test.*", { "cmd.run": { args: ["ls.*"] } }] }, "@jobs"],
          "*": ["test.version"],
        },
        ldap: { ann: [".*"] },
      }),
      permissive: false,
      sharedSecret: "right",
      tokenExpireS: 60,
      mayChooseExpiry: false,
      pamService: "login",
      pamPython: "/usr/bin/python3",
    },
  });
});

async function login(username: string, password = "right", eauth = "sharedsecret") {
  const session = access.login({ username, password, eauth });
  session.catch(() => undefined);
  await clock.advance(20_000);
  return await session;
}
const on = (expression: string, type: Target["type"] = "glob"): Target => ({ type, expression });

describe("logins", () => {
  test("a wrong password, an unknown user, backend or an empty name are refused in the same way", async () => {
    for (const [name, password, eauth] of [
      ["ann", "wrong", "sharedsecret"],
      ["", "right", "sharedsecret"],
      ["ann\0", "right", "sharedsecret"],
      ["ann", "right", "nothing"],
      ["ann", "right", "ldap"],
      ["x".repeat(300), "right", "sharedsecret"],
    ])
      await expect(login(name ?? "", password, eauth)).rejects.toMatchObject({ code: "login-refused" });
  });

  test("a refusal takes at least three quarters of a second", async () => {
    let told = false;
    access.login({ username: "ann", password: "wrong", eauth: "sharedsecret" }).catch(() => {
      told = true;
    });
    await clock.advance(700);
    expect(told).toBe(false);
    await clock.advance(600);
    expect(told).toBe(true);
  });

  test("after five failures the name is locked for a while, and for longer with each further one", async () => {
    for (let turn = 0; turn < 5; turn++) {
      const refused = access.login({ username: "ann", password: "wrong", eauth: "sharedsecret" });
      refused.catch(() => undefined);
      await clock.advance(1300);
      await expect(refused).rejects.toThrow();
    }
    const locked = access.login({ username: "ann", password: "right", eauth: "sharedsecret" });
    locked.catch(() => undefined);
    await clock.advance(1300);
    await expect(locked).rejects.toMatchObject({ code: "login-refused" });
    expect((await login("bob")).user).toBe("bob");
    await clock.advance(3000);
    expect((await login("ann")).user).toBe("ann");
  });

  test("a session ends by itself, and by a logout", async () => {
    const { token } = await login("ann");
    expect(access.session(token)?.user).toBe("ann");
    await clock.advance(60_000);
    expect(access.session(token)).toBeUndefined();
    const other = await login("ann");
    access.logout(other.token);
    expect(access.session(other.token)).toBeUndefined();
    expect(access.session("")).toBeUndefined();
  });
});

describe("what a session may", () => {
  test("publish: every function on every minion of the target", async () => {
    const [ann, bob, eve] = [await login("ann"), await login("bob"), await login("eve")];
    const may = (who: typeof ann, target: Target, ...funs: string[]) =>
      access.mayPublish(
        who,
        target,
        funs.map((fun) => ({ fun, arg: fun === "cmd.run" ? ["ls /"] : [] })),
      );
    expect(await may(ann, on("*"), "cmd.run", "test.ping")).toBe(true);
    expect(await may(bob, on("web*"), "test.ping")).toBe(true);
    expect(await may(bob, on("web*"), "test.ping", "cmd.run")).toBe(true);
    expect(await may(bob, on("*"), "test.ping")).toBe(false);
    expect(await may(bob, on("db1"), "test.ping")).toBe(false);
    expect(await may(bob, on("web*"), "test.ping", "state.apply")).toBe(false);
    expect(await may(bob, on("db1"), "saltutil.find_job")).toBe(true);
    expect(await may(bob, on("db1"), "saltutil.find_job", "cmd.run")).toBe(false);
    expect(await may(eve, on("*"), "test.version")).toBe(true);
    expect(await may(eve, on("*"), "test.versions_report")).toBe(false);
    expect(await may(ann, on("*"))).toBe(false);
  });

  test("not look for values in pillars, where the rights depend on the target", async () => {
    const [ann, bob] = [await login("ann"), await login("bob")];
    const ping = [{ fun: "test.ping", arg: [] }];
    for (const type of ["pillar", "pillar_pcre"] as const) {
      expect(await access.mayPublish(bob, on("role:secret*", type), ping)).toBe(false);
      expect(await access.mayPublish(ann, on("role:secret*", type), ping)).toBe(true);
    }
    expect(await access.mayPublish(bob, on("role:secret*", "pillar_exact"), ping)).toBe(true);
  });

  test("call runners only with rights for runners", async () => {
    const [ann, bob] = [await login("ann"), await login("bob")];
    expect(access.mayCallMaster(ann, "runner", { fun: "manage.up", arg: [] })).toBe(true);
    expect(access.mayCallMaster(ann, "wheel", { fun: "key.accept", arg: [] })).toBe(false);
    expect(access.mayCallMaster(bob, "runner", { fun: "jobs.active", arg: [] })).toBe(true);
    expect(access.mayCallMaster(bob, "runner", { fun: "manage.up", arg: [] })).toBe(false);
  });
});
