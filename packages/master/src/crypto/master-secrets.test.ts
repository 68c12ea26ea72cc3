import { generateKeyPairSync } from "node:crypto";
import { beforeEach, expect, test } from "vitest";
import { HandClock, settle } from "../testing/hand-clock.js";
import { MasterSecrets } from "./master-secrets.js";

const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
let clock: HandClock;
let rotations: number;
let secrets: MasterSecrets;
beforeEach(() => {
  clock = new HandClock();
  rotations = 0;
  secrets = new MasterSecrets(privateKey, clock, () => {
    rotations++;
  });
});

test("a key that nothing was published under is changed at once, and so is one that minions know for long", async () => {
  const first = secrets.shared.text;
  secrets.rotate();
  const second = secrets.shared.text;
  await secrets.forPublish();
  await clock.advance(5000);
  secrets.rotate();

  expect(new Set([first, second, secrets.shared.text]).size).toBe(3);
  expect(rotations).toBe(2);
});

test("a key whose first publish minions are just learning of stays, and nothing more goes out under it", async () => {
  const { text } = await secrets.forPublish();
  secrets.rotate();
  secrets.rotate();
  let next: string | null = null;
  const waiting = secrets.forPublish().then((key) => {
    next = key.text;
  });

  await clock.advance(4999);
  expect(secrets.shared.text).toBe(text);
  expect(next).toBeNull();

  await clock.advance(1);
  await waiting;
  expect(next).toBe(secrets.shared.text);
  expect(next).not.toBe(text);
  expect(rotations).toBe(1);
});

test("a key is changed when it is old", async () => {
  await secrets.forPublish();
  await clock.advance(86_400_000);
  secrets.rotateIfOlderThan(86_400_000);

  expect(rotations).toBe(1);
});

test("is settled half a second after a rotation", async () => {
  secrets.rotate();
  let settled = false;
  void secrets.settled.then(() => {
    settled = true;
  });
  await clock.advance(499);
  expect(settled).toBe(false);
  await clock.advance(1);
  await settle();
  expect(settled).toBe(true);
});
