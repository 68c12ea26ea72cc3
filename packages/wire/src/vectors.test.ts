import { describe, expect, test } from "vitest";
import { Crypticle } from "./crypticle.js";
import { decode } from "./decode.js";
import { encode } from "./encode.js";
import { parseEnvelope } from "./envelope.js";
import { openLoad, sealLoad } from "./load.js";
import { minionToken, openPillar, openPublish, openReply } from "./minion/index.js";
import { parsePrivateKey, parsePublicKey } from "./pem.js";
import { publishEnvelope } from "./publish.js";
import type { Result } from "./result.js";
import { signPkcs1 } from "./rsa.js";
import {
  AUTH_FILES,
  body,
  keyText,
  notation,
  PUBLISH_FILES,
  REQUEST_FILES,
  type Recorded,
  type RecordedExchange,
  vectors,
} from "./testing/vectors.js";
import { asBytes, bytes, isMap, type ValueMap } from "./value.js";
import { x931Recover } from "./x931.js";

function value<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.fault.code}: ${result.fault.text}`);
  return result.value;
}

function mapOf(packed: Uint8Array): ValueMap {
  const decoded = value(decode(packed));
  if (!isMap(decoded)) throw new Error("not a map");
  return decoded;
}

/** The recording leaves the options of the minion out of what it shows of `_master_tops`. */
function withoutOptions(load: Recorded): Recorded {
  return { ...(load as object), opts: undefined };
}

const masterKey = value(parsePrivateKey(keyText("master.pem")));
const masterPub = value(parsePublicKey(keyText("master.pub")));

function exchangesOf(file: string): RecordedExchange[] {
  const { exchanges = [], auth = [] } = vectors(file);
  return [...exchanges, ...auth];
}

const ALL_FILES = [...AUTH_FILES, ...REQUEST_FILES, ...PUBLISH_FILES, "local-client"];

describe.each(ALL_FILES)("%s", (file) => {
  const { aes_key_strings: keys = [], publishes = [] } = vectors(file);
  const crypticles = keys.map((key) => new Crypticle(key));
  const crypticle = (index: number | undefined): Crypticle => {
    const found = crypticles[index ?? -1];
    if (found === undefined) throw new Error("the recording names no key");
    return found;
  };
  const exchanges = exchangesOf(file);
  const frames = [...exchanges.flatMap((one) => [body(one.request_frames), body(one.reply_frames)])];
  for (const publish of publishes) frames.push(body(publish.frames));
  const sealed = exchanges.filter((one) => one.request_key !== undefined);

  test("every frame is packed again to the same bytes", () => {
    expect(frames.length).toBeGreaterThan(0);
    for (const frame of frames) expect(Buffer.from(encode(value(decode(frame)))).equals(frame)).toBe(true);
  });

  test("every prefix of a frame is refused", () => {
    for (const frame of frames) {
      for (let end = 0; end < frame.length; end += end > 2000 ? 37 : 1) {
        const prefix = frame.subarray(0, end);
        expect(decode(prefix).ok, `${end} of ${frame.length}`).toBe(false);
        expect(parseEnvelope(prefix).ok).toBe(false);
      }
    }
  });

  test("clear requests are read as recorded", () => {
    for (const one of exchanges.filter((each) => each.request_key === undefined)) {
      const envelope = value(parseEnvelope(body(one.request_frames)));
      expect(envelope.era).toBe(file.includes("2018") && one.cmd === "_auth" ? 0 : 2);
      if (envelope.kind !== "clear") throw new Error("not clear");
      expect(notation(envelope.load)).toEqual(one.request_load);
    }
  });

  test("sealed requests open to the recorded load, and their plain text is packed again to the same bytes", () => {
    for (const one of sealed) {
      const envelope = value(parseEnvelope(body(one.request_frames)));
      if (envelope.kind !== "aes") throw new Error("not sealed");
      expect(envelope).toMatchObject({ era: file.includes("2018") ? 0 : 2, id: null, encryption: "OAEP-SHA1" });
      const { packed } = value(openLoad(crypticle(one.request_key), envelope.box));
      expect(withoutOptions(notation(value(decode(packed))))).toEqual(withoutOptions(one.request_load));
      expect(Buffer.from(encode(value(decode(packed)))).equals(packed)).toBe(true);
      const iv = envelope.box.subarray(0, 16);
      const plain = value(crypticle(one.request_key).open(envelope.box));
      expect(Buffer.from(crypticle(one.request_key).seal(plain, iv)).equals(envelope.box)).toBe(true);
      for (let end = 0; end < packed.length; end += end > 1500 ? 37 : 1) {
        expect(decode(packed.subarray(0, end)).ok).toBe(false);
      }
    }
  });

  test("tokens come out to the byte", () => {
    const minion = value(parsePrivateKey(keyText(file.includes("2018") ? "minion2018.pem" : "minion3006.pem")));
    const pub = value(parsePublicKey(keyText(file.includes("2018") ? "minion2018.pub" : "minion3006.pub")));
    for (const one of sealed.filter((each) => each.request_tok_plain !== undefined)) {
      const envelope = value(parseEnvelope(body(one.request_frames)));
      if (envelope.kind !== "aes") throw new Error("not sealed");
      const token = bytes(mapOf(value(openLoad(crypticle(one.request_key), envelope.box)).packed), "tok");
      expect(Buffer.from(minionToken(minion)).equals(token ?? new Uint8Array())).toBe(true);
      expect(Buffer.from(value(x931Recover(pub, minionToken(minion)))).toString()).toBe("salt");
    }
  });

  test("sealed replies open to the recorded value with the nonce of the request, and with no other", () => {
    for (const one of sealed.filter((each) => each.reply_key !== undefined)) {
      const frame = body(one.reply_frames);
      const packed = value(openReply(frame, crypticle(one.reply_key), one.reply_nonce));
      expect(notation(value(decode(packed)))).toEqual(one.reply_load);
      expect(Buffer.from(encode(value(decode(packed)))).equals(packed)).toBe(true);
      if (one.reply_nonce === undefined) continue;
      const other = openReply(frame, crypticle(one.reply_key), "0".repeat(32));
      expect(other).toMatchObject({ ok: false, fault: { code: "nonce-mismatch" } });
      const box = asBytes(value(decode(frame, { strings: "bytes" }))) ?? new Uint8Array();
      const iv = box.subarray(0, 16);
      const plain = value(crypticle(one.reply_key).open(box));
      const head = Buffer.from(`pickle::${one.reply_nonce}`);
      expect(Buffer.from(plain).equals(Buffer.concat([head, packed]))).toBe(true);
      expect(Buffer.from(crypticle(one.reply_key).seal(plain, iv)).equals(box)).toBe(true);
    }
  });

  test("pillar replies open with the minion's key only, and their signature is made again to the byte", () => {
    const minion = value(parsePrivateKey(keyText("minion3006.pem")));
    const stranger = value(parsePrivateKey(keyText("minion2018.pem")));
    for (const one of exchanges.filter((each) => each.reply_private_signed_data !== undefined)) {
      const frame = body(one.reply_frames);
      const nonce = (one.request_load as { nonce: string }).nonce;
      const expected = { era: 2, privateKey: minion, masterKey: masterPub, nonce } as const;
      const recorded = one.reply_private_signed_data as { pillar: unknown };
      expect(notation(value(openPillar(frame, expected)))).toEqual(recorded.pillar);
      const refusal = openPillar(frame, { ...expected, privateKey: stranger });
      expect(refusal).toMatchObject({ ok: false, fault: { code: "bad-padding" } });
      const box = bytes(mapOf(frame), "pillar") ?? new Uint8Array();
      const { packed } = value(openLoad(new Crypticle(one.reply_private_key ?? ""), box));
      const data = bytes(mapOf(packed), "data") ?? new Uint8Array();
      expect(Buffer.from(signPkcs1(masterKey, data, "PKCS1v15-SHA1")).equals(bytes(mapOf(packed), "sig") ?? box)).toBe(
        true,
      );
      expect(Buffer.from(encode(mapOf(data))).equals(data)).toBe(true);
    }
  });

  test("publishes open to the recorded load and are made again to the byte", () => {
    for (const one of publishes) {
      const frame = body(one.frames);
      const signed = one.sig_verified !== undefined;
      const opened = value(openPublish(frame, crypticle(one.key), signed ? masterPub : null));
      const { serial, ...load } = one.load as { serial: number };
      expect(opened.serial).toBe(serial);
      expect(notation(opened.load)).toEqual(load);
      const box = bytes(mapOf(frame), "load") ?? new Uint8Array();
      const sig = signPkcs1(masterKey, box, "PKCS1v15-SHA1");
      const again = signed ? publishEnvelope(box, { sig, algorithm: null }) : publishEnvelope(box);
      expect(Buffer.from(again).equals(frame)).toBe(true);
      if (!signed) expect(openPublish(frame, crypticle(one.key), masterPub).ok).toBe(false);
    }
  });
});

test("every prefix of a recorded box is refused", () => {
  const { aes_key_strings: [key = ""] = [], exchanges = [] } = vectors("requests-3006");
  const crypticle = new Crypticle(key);
  const seen = new Set<string>();
  for (const one of exchanges.filter((each) => each.request_key === 0 && !seen.has(each.cmd))) {
    seen.add(one.cmd);
    const envelope = value(parseEnvelope(body(one.request_frames)));
    if (envelope.kind !== "aes") throw new Error("not sealed");
    for (let end = 0; end < envelope.box.length; end += end > 700 ? 29 : 1) {
      const result = openLoad(crypticle, envelope.box.subarray(0, end));
      expect(result).toMatchObject({ ok: false, fault: { code: end < 64 ? "too-short" : "hmac-mismatch" } });
    }
  }
  expect(seen.size).toBeGreaterThan(10);
});

test("the two boxes of the protocol notes come out to the byte", () => {
  const keyString = Buffer.from(Array.from({ length: 56 }, (_, n) => n)).toString("base64");
  const iv = Uint8Array.from({ length: 16 }, (_, n) => n);
  const crypticle = new Crypticle(keyString);
  const plain = (hex: string): string => Buffer.from(crypticle.seal(Buffer.from(hex, "hex"), iv)).toString("hex");
  expect(plain("7069636b6c653a3a81a3636d64a470696e67")).toBe(
    "000102030405060708090a0b0c0d0e0fb7a42cae429b34dabf048c545972d5a19bf84bcac72008ff6d722c1df5bd5ea4901b0fdb2abcdaa0b68889b0a06a657e531b265a5583c8937b92ef71eee56125",
  );
  const nonced = plain("7069636b6c653a3a3031323334353637383961626364656630313233343536373839616263646566c3");
  expect(nonced).toBe(
    "000102030405060708090a0b0c0d0e0fc03c9c8acff922fc7d2548736c10a15697a829f1160278ef5e6fddb89116c7fb9d9e78e0aa98938104638799ab08986aaa07d221ca7bc6fc8c6334804031485093960fb301cde0a21ec3e69641577522",
  );
  const box = sealLoad(crypticle, encode(true), "0123456789abcdef0123456789abcdef");
  expect(value(crypticle.open(box))).toEqual(value(crypticle.open(Buffer.from(nonced, "hex"))));
});
