import { createPublicKey, generateKeyPairSync } from "node:crypto";
import { describe, expect, test } from "vitest";
import {
  type AuthAcceptance,
  authAccepted,
  authBadAlgorithm,
  authNonce,
  authRefusal,
  parseAuthLoad,
  pubSigText,
} from "./auth.js";
import { Crypticle, newKeyString } from "./crypticle.js";
import { decode } from "./decode.js";
import { encode } from "./encode.js";
import { type Era, parseEnvelope } from "./envelope.js";
import { openLoad, sealLoad } from "./load.js";
import {
  type AuthExpectation,
  authRequest,
  isTopicOf,
  minionToken,
  openPillar,
  openPublish,
  openReply,
  readAuthReply,
  sealRequest,
} from "./minion/index.js";
import { minionTopic } from "./minion-id.js";
import { cleanPem, parsePrivateKey, parsePublicKey } from "./pem.js";
import { pillarReply } from "./pillar.js";
import { packPublish, publishEnvelope, sessionKeyDigest } from "./publish.js";
import { badLoad, clearReply, handlerFailed, sealedReply } from "./replies.js";
import type { Result } from "./result.js";
import {
  type EncryptionAlgorithm,
  oaepDecrypt,
  oaepEncrypt,
  type SignatureAlgorithm,
  signPkcs1,
  signPkcs1Async,
} from "./rsa.js";
import { body, keyText, vectors } from "./testing/vectors.js";
import { bytes, integer, isMap, Spliced, text, type Value, type ValueMap } from "./value.js";
import { x931Sign } from "./x931.js";

const NONCE = "0123456789abcdef0123456789abcdef";
const master = generateKeyPairSync("rsa", { modulusLength: 2048 });
const minion = generateKeyPairSync("rsa", { modulusLength: 2048 });
const masterPem = cleanPem(master.publicKey.export({ type: "spki", format: "pem" }).toString());
const minionPem = cleanPem(minion.publicKey.export({ type: "spki", format: "pem" }).toString());

function value<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.fault.code}: ${result.fault.text}`);
  return result.value;
}

const eras: [Era, EncryptionAlgorithm, SignatureAlgorithm][] = [
  [0, "OAEP-SHA1", "PKCS1v15-SHA1"],
  [2, "OAEP-SHA1", "PKCS1v15-SHA1"],
  [2, "OAEP-SHA224", "PKCS1v15-SHA224"],
  [3, "OAEP-SHA1", "PKCS1v15-SHA1"],
  [3, "OAEP-SHA224", "PKCS1v15-SHA224"],
];

describe.each(eras)("era %i with %s and %s", (era, encryption, signature) => {
  const nonce = era === 0 ? undefined : NONCE;
  const nonceOrNull = nonce ?? null;
  const sign = (data: Uint8Array): Promise<Uint8Array> => signPkcs1Async(master.privateKey, data, signature);
  const shared = newKeyString();
  const own = newKeyString();
  const token = Uint8Array.from(Buffer.from("T".repeat(76)));
  const withNonce = nonce === undefined ? {} : { nonce };
  const expectation: AuthExpectation = {
    era,
    privateKey: minion.privateKey,
    masterKey: master.publicKey,
    token,
    encryption,
    signature,
    ...withNonce,
  };

  function acceptance(change: Partial<AuthAcceptance> = {}): AuthAcceptance {
    const seal = (plain: Uint8Array): Uint8Array => oaepEncrypt(minion.publicKey, plain, encryption);
    return {
      pubKey: masterPem,
      publishPort: 4505,
      aes: seal(Buffer.from(shared)),
      session: seal(Buffer.from(own)),
      token: seal(token),
      sig: x931Sign(master.privateKey, sessionKeyDigest(shared)),
      nonce: nonceOrNull,
      ...change,
    };
  }

  test("the master reads what the minion asks", () => {
    const box = oaepEncrypt(master.publicKey, token, encryption);
    const grains: ValueMap = new Map([["role", "web"]]);
    const ask = { era, id: "m1", pub: minionPem, token: box, encryption, signature, autosignGrains: grains };
    const envelope = value(parseEnvelope(authRequest({ ...ask, ...withNonce })));
    if (envelope.kind !== "clear") throw new Error("not clear");
    expect(envelope.era).toBe(era);
    const request = value(parseAuthLoad(envelope.load));
    expect(request).toEqual({
      id: "m1",
      pub: minionPem,
      token: box,
      nonce: nonceOrNull,
      encryption,
      signature,
      badAlgorithm: null,
      autosignGrains: grains,
    });
    expect(oaepDecrypt(master.privateKey, request.token ?? box, request.encryption)).toEqual({
      ok: true,
      value: token,
    });
  });

  test("an accepting reply hands the keys over, on first contact too", async () => {
    const frame = await authAccepted(era, acceptance(), sign);
    for (const masterKey of [master.publicKey, null]) {
      expect(value(readAuthReply(frame, { ...expectation, masterKey }))).toEqual({
        kind: "accepted",
        masterPem,
        publishPort: 4505,
        keyString: shared,
        sessionKeyString: own,
        pubSig: null,
      });
    }
  });

  test("a signature of the master's key is passed on when there is one", async () => {
    const frame = await authAccepted(era, acceptance({ pubSig: pubSigText(new Uint8Array(3)) }), sign);
    expect(value(readAuthReply(frame, expectation))).toMatchObject({ pubSig: "AAAA\n" });
  });

  test("a reply for another request, from another master or with another key is refused", async () => {
    const frame = await authAccepted(era, acceptance(), sign);
    const stranger = { ...expectation, masterKey: minion.publicKey };
    expect(readAuthReply(frame, stranger)).toMatchObject({ ok: false, fault: { code: "bad-signature" } });
    const otherDigest = acceptance({ sig: x931Sign(master.privateKey, sessionKeyDigest(newKeyString())) });
    expect(readAuthReply(await authAccepted(era, otherDigest, sign), expectation).ok).toBe(false);
    const otherToken = { ...expectation, token: Buffer.from("other") };
    expect(readAuthReply(frame, otherToken).ok).toBe(false);
    if (era === 0) return;
    const otherNonce = { ...expectation, nonce: "f".repeat(32) };
    expect(readAuthReply(frame, otherNonce)).toMatchObject({ ok: false, fault: { code: "nonce-mismatch" } });
  });

  test("a reply without the token or the minion's own key is refused where the minion needs it", async () => {
    const noToken = await authAccepted(era, acceptance({ token: null }), sign);
    expect(readAuthReply(noToken, expectation).ok).toBe(false);
    const noSession = await authAccepted(era, acceptance({ session: null }), sign);
    expect(readAuthReply(noSession, expectation).ok).toBe(era !== 3);
  });

  test.each([true, false, "full"] as const)("the refusal %s is understood", async (ret) => {
    const frame = await authRefusal(era, ret, nonceOrNull, sign);
    expect(value(readAuthReply(frame, expectation))).toEqual({ kind: "refused", ret });
    const outer = value(decode(frame));
    expect(isMap(outer) && outer.has("sig")).toBe(era > 0);
  });

  test.each(["bad enc algo", "bad sig algo"] as const)("%s is understood and never signed", (ret) => {
    const frame = authBadAlgorithm(ret);
    expect(value(readAuthReply(frame, expectation))).toEqual({ kind: "refused", ret });
    expect(frame).toEqual(
      encode(
        new Map<Value, Value>([
          ["enc", "clear"],
          ["load", new Map([["ret", ret]])],
        ]),
      ),
    );
  });

  test("a request reaches the master with what the era adds, and its reply the minion", () => {
    const crypticle = new Crypticle(era === 3 ? own : shared);
    const token = minionToken(minion.privateKey);
    const load = new Map<Value, Value>([
      ["cmd", "_return"],
      ["id", "m1"],
    ]);
    const parts = { era, crypticle, id: "m1", load, token, unixSeconds: 1_700_000_000, encryption, signature };
    const envelope = value(parseEnvelope(sealRequest({ ...parts, ...withNonce })));
    if (envelope.kind !== "aes") throw new Error("not sealed");
    expect(envelope).toMatchObject({ era, id: era === 3 ? "m1" : null, encryption, signature });
    const opened = value(decode(value(openLoad(crypticle, envelope.box)).packed));
    if (!isMap(opened)) throw new Error("not a map");
    expect(text(opened, "nonce")).toBe(nonce);
    expect(bytes(opened, "tok")).toEqual(era === 3 ? token : undefined);
    expect(integer(opened, "ts")).toBe(era === 3 ? 1_700_000_000 : undefined);
    for (const answer of [encode([1, "a"]), encode(null)]) {
      const reply = sealedReply(crypticle, new Spliced(answer), nonce);
      expect(openReply(reply, crypticle, nonce)).toEqual({ ok: true, value: answer });
    }
  });

  test("a pillar reaches the minion it is for", async () => {
    const keyString = newKeyString();
    const pillar: ValueMap = new Map<Value, Value>([["a", 1]]);
    const key = oaepEncrypt(minion.publicKey, Buffer.from(keyString), encryption);
    const parts = { key, crypticle: new Crypticle(keyString), pillar, nonce: nonceOrNull };
    const frame = await pillarReply(era, parts, sign);
    const expected = {
      era,
      privateKey: minion.privateKey,
      masterKey: master.publicKey,
      encryption,
      signature,
      ...withNonce,
    };
    expect(openPillar(frame, expected)).toEqual({ ok: true, value: pillar });
    expect(openPillar(frame, { ...expected, privateKey: master.privateKey }).ok).toBe(false);
    const again = await pillarReply(era, { ...parts, pillar: new Spliced(encode(pillar)) }, sign);
    expect(openPillar(again, expected)).toEqual({ ok: true, value: pillar });
    if (era === 0) return;
    expect(openPillar(frame, { ...expected, masterKey: minion.publicKey }).ok).toBe(false);
    expect(openPillar(frame, { ...expected, nonce: "f".repeat(32) }).ok).toBe(false);
    const error = encode(new Map([["error", "Nonce not included in request"]]));
    expect(await pillarReply(era, { ...parts, nonce: null }, sign)).toEqual(error);
  });

  test("a publish reaches the minions with its serial last and its signature", () => {
    const crypticle = new Crypticle(shared);
    const load = new Map<Value, Value>([
      ["serial", 99],
      ["fun", "test.ping"],
    ]);
    const packed = packPublish(load, 7);
    expect(value(decode(packed))).toEqual(
      new Map<Value, Value>([
        ["fun", "test.ping"],
        ["serial", 7],
      ]),
    );
    const box = sealLoad(crypticle, packed);
    const sig = signPkcs1(master.privateKey, box, signature);
    const frame = publishEnvelope(box, { sig, algorithm: signature });
    const opened = { ok: true, value: { load: new Map([["fun", "test.ping"]]), serial: 7 } };
    expect(openPublish(frame, crypticle, master.publicKey)).toEqual(opened);
    expect(openPublish(publishEnvelope(box), crypticle)).toEqual(opened);
    const fault = { ok: false, fault: { code: "bad-signature" } };
    expect(openPublish(frame, crypticle, minion.publicKey)).toMatchObject(fault);
    expect(openPublish(publishEnvelope(box), crypticle, master.publicKey)).toMatchObject(fault);
    expect(openPublish(frame, new Crypticle(own)).ok).toBe(false);
  });
});

test("recorded replies to _auth are read, and their accepting ones are made again to the byte", async () => {
  const sign = (data: Uint8Array): Promise<Uint8Array> => signPkcs1Async(recordedMaster, data, "PKCS1v15-SHA1");
  const recordedMaster = value(parsePrivateKey(keyText("master.pem")));
  const masterKey = createPublicKey(recordedMaster);
  let made = 0;
  for (const file of ["auth-3006", "auth-2018", "auth-denied-3006", "auth-master-sign-pubkey-3006"]) {
    for (const one of vectors(file).exchanges ?? []) {
      const envelope = value(parseEnvelope(body(one.request_frames)));
      if (envelope.kind !== "clear") throw new Error("not clear");
      const { era } = envelope;
      const request = value(parseAuthLoad(envelope.load));
      const privateKey = value(parsePrivateKey(keyText(era === 0 ? "minion2018.pem" : "minion3006.pem")));
      const token = request.token === null ? null : value(oaepDecrypt(recordedMaster, request.token, "OAEP-SHA1"));
      const optional = { ...(request.nonce && { nonce: request.nonce }), ...(token && { token }) };
      const frame = body(one.reply_frames);
      const answer = value(readAuthReply(frame, { era, privateKey, masterKey, ...optional }));
      const reply = one.reply_load as { ret?: boolean };
      if (answer.kind === "refused") {
        expect(answer.ret).toBe(reply.ret);
        expect(await authRefusal(era, answer.ret === true, request.nonce, sign)).toEqual(frame);
        continue;
      }
      expect(answer.keyString).toBe(one.reply_aes_plain);
      expect(Buffer.from(sessionKeyDigest(answer.keyString)).toString()).toBe(one.reply_sig_plain);
      const load = value(decode(era === 0 ? frame : (bytes(mapOf(frame), "load") ?? frame)));
      if (!isMap(load)) throw new Error("not a map");
      const parts: AuthAcceptance = {
        pubKey: text(load, "pub_key") ?? "",
        publishPort: integer(load, "publish_port") ?? 0,
        aes: bytes(load, "aes") ?? new Uint8Array(),
        session: null,
        token: bytes(load, "token") ?? null,
        sig: x931Sign(recordedMaster, sessionKeyDigest(answer.keyString)),
        pubSig: answer.pubSig,
        nonce: request.nonce,
      };
      expect(Buffer.from(await authAccepted(era, parts, sign)).equals(frame)).toBe(true);
      if (answer.pubSig !== null) {
        const signer = value(parsePrivateKey(keyText("master_sign.pem")));
        const signature = signPkcs1(signer, Buffer.from(parts.pubKey), "PKCS1v15-SHA1");
        expect(pubSigText(signature)).toBe(answer.pubSig);
      }
      made++;
    }
  }
  expect(made).toBeGreaterThan(8);
});

function mapOf(packed: Uint8Array): ValueMap {
  const decoded = value(decode(packed));
  if (!isMap(decoded)) throw new Error("not a map");
  return decoded;
}

describe("_auth requests that are no good", () => {
  const sent: [string, Value][] = [
    ["cmd", "_auth"],
    ["id", "m1"],
    ["pub", minionPem],
    ["nonce", NONCE],
  ];
  const odd: Value[] = [
    true,
    0,
    -1,
    2n ** 63n,
    1.5,
    "",
    "x".repeat(40_000),
    Uint8Array.from([0xff]),
    [],
    new Map(),
    NONCE,
  ];

  test.each(["id", "pub", "nonce", "token", "autosign_grains", "enc_algo", "sig_algo"])(
    "%s of any other type is refused or has a defined meaning",
    (field) => {
      for (const other of odd) {
        const parsed = parseAuthLoad(new Map<Value, Value>([...sent, [field, other]]));
        if (!parsed.ok) expect(parsed.fault.code).toBe("bad-field");
        else if (field === "enc_algo") expect(parsed.value.badAlgorithm).toBe("bad enc algo");
        else if (field === "sig_algo") expect(parsed.value.badAlgorithm).toBe("bad sig algo");
        else expect(["id", "pub", "token", "nonce", "autosign_grains"]).toContain(field);
      }
    },
  );

  test.each(["id", "pub"])("a missing %s is refused", (field) => {
    const load = new Map<Value, Value>(sent);
    load.delete(field);
    expect(parseAuthLoad(load)).toMatchObject({ ok: false, fault: { code: "bad-field" } });
    expect(authNonce(load)).toBe(NONCE);
  });

  test("an empty token is a token that will not decrypt", () => {
    const parsed = parseAuthLoad(new Map<Value, Value>([...sent, ["token", ""]]));
    expect(parsed.ok && parsed.value.token).toEqual(new Uint8Array());
  });

  test("a refusal without a nonce carries none", async () => {
    const frame = await authRefusal(2, false, null, (data) => signPkcs1Async(master.privateKey, data, "PKCS1v15-SHA1"));
    const load = value(decode(bytes(mapOf(frame), "load") ?? frame));
    expect(load).toEqual(new Map([["ret", false]]));
  });

  test("a key in it is read only by parsePublicKey", () => {
    const parsed = parseAuthLoad(new Map<Value, Value>([...sent, ["pub", "nonsense"]]));
    expect(parsed.ok && parsePublicKey(parsed.value.pub).ok).toBe(false);
  });
});

test("a plain text instead of a box makes the minion ask for new keys", () => {
  const crypticle = new Crypticle(newKeyString());
  for (const frame of [badLoad(), handlerFailed()]) {
    expect(openReply(frame, crypticle, NONCE)).toMatchObject({ ok: false, fault: { code: "too-short" } });
  }
  expect(openReply(clearReply(new Map()), crypticle)).toMatchObject({ ok: false, fault: { code: "bad-type" } });
});

test("a filtering minion takes its own topic and what is for all", () => {
  const topic = (text: string): Uint8Array => Buffer.from(text);
  expect(isTopicOf(topic(minionTopic("m1")), "m1")).toBe(true);
  expect(isTopicOf(topic("broadcast"), "m1")).toBe(true);
  expect(isTopicOf(topic(minionTopic("m2")), "m1")).toBe(false);
  expect(isTopicOf(topic("syndic"), "m1")).toBe(false);
});
