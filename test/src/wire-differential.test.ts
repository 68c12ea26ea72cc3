import { spawnSync } from "node:child_process";
import { createPublicKey, generateKeyPairSync } from "node:crypto";
import { fileURLToPath } from "node:url";
import {
  asBytes,
  Crypticle,
  cleanPem,
  type Dialect,
  decode,
  type EncryptionAlgorithm,
  Ext,
  encode,
  Float,
  fingerprint,
  isJid,
  jidStartTime,
  newKeyString,
  oaepDecrypt,
  oaepEncrypt,
  openLoad,
  parsePrivateKey,
  parsePublicKey,
  pythonBytes,
  pythonFloat,
  type Result,
  type SignatureAlgorithm,
  sealLoad,
  signPkcs1,
  type Value,
  verifyPkcs1,
  x931Recover,
  x931Sign,
} from "@salina/wire";
import { describe, expect, test } from "vitest";
import { findSaltPython } from "./support/salt-python.js";

/** The same input given to this codec and to the Python code of stock Salt. */
type Tree = readonly unknown[];
type Request = { readonly op: string; readonly [field: string]: unknown };

const found = findSaltPython("salt.payload, salt.crypt");
const python = found.missing === null ? found.path : undefined;
if (found.missing !== null) console.warn(`wire-differential: skipped: ${found.missing}`);

/** Answers of stock Salt, one for each request. A Python that was named but does not work fails the test. */
function stock<T>(requests: readonly Request[]): T[] {
  const script = fileURLToPath(new URL("../src/wire-peer.py", import.meta.url));
  const run = spawnSync(python ?? "", [script], {
    input: JSON.stringify(requests),
    encoding: "utf8",
    maxBuffer: 512 * 1024 * 1024,
  });
  if (run.error !== undefined) throw run.error;
  if (run.status !== 0) throw new Error(`stock Salt failed: ${run.stderr.slice(-2000)}`);
  const answers = JSON.parse(run.stdout) as T[];
  expect(answers).toHaveLength(requests.length);
  return answers;
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");
const raw = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, "hex"));

function value<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.fault.code}: ${result.fault.text}`);
  return result.value;
}

function doubleHex(number: number): string {
  if (Number.isNaN(number)) return "nan";
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleBE(number);
  return bytes.toString("hex");
}

/** The notation of wire-peer.py for a value. */
function tree(of: Value): Tree {
  if (of === null) return ["none"];
  if (typeof of === "boolean") return ["bool", of];
  if (typeof of === "bigint") return ["int", of.toString()];
  if (typeof of === "string") return ["text", of];
  if (typeof of === "number") return Number.isSafeInteger(of) ? ["int", of.toString()] : ["float", doubleHex(of)];
  if (of instanceof Float) return ["float", doubleHex(of.value)];
  if (of instanceof Uint8Array) return ["bytes", hex(of)];
  if (of instanceof Ext) {
    return of.type === 78 ? ["date", Buffer.from(of.data).toString()] : ["ext", of.type, hex(of.data)];
  }
  if (Array.isArray(of)) return ["list", of.map(tree)];
  return ["map", [...of].map(([key, entry]) => [tree(key), tree(entry)])];
}

function fromTree(of: Tree): Value {
  const [kind, content] = of;
  switch (kind) {
    case "none":
      return null;
    case "bool":
      return content === true;
    case "int":
      return BigInt(content as string);
    case "float": {
      const number = Buffer.from(content as string, "hex").readDoubleBE();
      return Number.isInteger(number) ? new Float(number) : number;
    }
    case "text":
      return content as string;
    case "bytes":
      return raw(content as string);
    case "date":
      return new Ext(78, Buffer.from(content as string));
    case "list":
      return (content as Tree[]).map(fromTree);
    default:
      return new Map((content as [Tree, Tree][]).map(([key, entry]) => [fromTree(key), fromTree(entry)]));
  }
}

describe.skipIf(python === undefined)("the codec and salt.payload", () => {
  type Made = { network: string; networkTree: Tree; local: string; localTree: Tree };

  test("read and write the same bytes for the same random values, in both dialects", () => {
    const seed = Math.floor(Math.random() * 1e9);
    const made = stock<Made>(Array.from({ length: 300 }, (_, n) => ({ op: "make", seed: seed + n })));
    for (const [n, one] of made.entries()) {
      const where = `seed ${seed + n}`;
      for (const dialect of ["network", "local"] as const satisfies Dialect[]) {
        const decoded = value(decode(raw(one[dialect])));
        const seen = dialect === "network" ? one.networkTree : one.localTree;
        expect(JSON.stringify(tree(decoded)), where).toBe(JSON.stringify(seen));
        expect(hex(encode(decoded, dialect)), where).toBe(one[dialect]);
        expect(hex(encode(fromTree(tree(decoded)), dialect)), where).toBe(one[dialect]);
      }
    }
  });

  test("agree on what damaged messages hold, but for what is refused on purpose", () => {
    const seed = Math.floor(Math.random() * 1e9);
    const made = stock<Made>(Array.from({ length: 60 }, (_, n) => ({ op: "make", seed: seed + n })));
    const damaged = made.flatMap(({ network, local }) => [...damages(raw(network)), ...damages(raw(local))]);
    const answers = stock<{ tree?: Tree; error?: string }>(
      damaged.map((packed) => ({ op: "unpack", packed: hex(packed) })),
    );
    const tally = { same: 0, refusedByBoth: 0 };
    for (const [n, packed] of damaged.entries()) {
      const answer = answers[n] ?? {};
      const decoded = decode(packed, { strings: "bytes" });
      // msgpack-python reads extension -1, its own timestamp, itself. Salt never sends one.
      if (decoded.ok && JSON.stringify(rawTree(decoded.value)).includes('["ext",-1,')) continue;
      if (decoded.ok && answer.tree !== undefined) {
        expect(JSON.stringify(rawTree(decoded.value)), hex(packed)).toBe(JSON.stringify(answer.tree));
        tally.same++;
      } else if (decoded.ok) {
        expect.unreachable(`${answer.error ?? ""} only by stock: ${hex(packed)}`);
      } else if (answer.tree !== undefined) {
        expect(["duplicate-key", "bad-key"], hex(packed)).toContain(decoded.fault.code);
      } else tally.refusedByBoth++;
    }
    expect(tally.same).toBeGreaterThan(20);
    expect(tally.refusedByBoth).toBeGreaterThan(20);
  });

  test("integers beyond 64 bits and named constants are packed as stock packs them", () => {
    const [odd = ""] = stock<string>([{ op: "packOdd" }]);
    const constant = new Ext(79, encode(["NOTHING", 1], "local"));
    expect(hex(encode([2n ** 64n, 2n ** 70n, constant]))).toBe(odd);
    expect(value(decode(raw(odd)))).toEqual([(2n ** 64n).toString(), (2n ** 70n).toString(), constant]);
  });
});

/** Strings as bytes, but keys that are UTF-8 as text: what both sides can say of a damaged message. */
function rawTree(of: Value): Tree {
  if (of instanceof Ext) return ["ext", of.type, hex(of.data)];
  if (Array.isArray(of)) return ["list", of.map(rawTree)];
  if (!(of instanceof Map)) return tree(of);
  return ["map", [...of].map(([key, entry]) => [keyTree(key), rawTree(entry)])];
}

function keyTree(key: Value): Tree {
  if (key instanceof Ext) return rawTree(key);
  if (!(key instanceof Uint8Array)) return tree(key);
  const text = Buffer.from(key).toString("utf8");
  return hex(Buffer.from(text)) === hex(key) ? ["text", text] : tree(key);
}

function damages(packed: Uint8Array): Uint8Array[] {
  const made: Uint8Array[] = [packed.subarray(0, Math.floor(Math.random() * packed.length))];
  for (let n = 0; n < 6; n++) {
    const copy = Uint8Array.from(packed);
    copy[Math.floor(Math.random() ** 3 * copy.length)] = Math.floor(Math.random() * 256);
    made.push(copy);
  }
  return made;
}

describe.skipIf(python === undefined)("the crypticle and salt.crypt.Crypticle", () => {
  const nonce = "0123456789abcdef0123456789abcdef";
  const load = { cmd: "test.ping", arg: [1, "ä", null] };
  const packed = encode(
    new Map<string, Value>([
      ["cmd", "test.ping"],
      ["arg", [1, "ä", null]],
    ]),
  );
  const keys = Array.from({ length: 20 }, newKeyString);

  test("open each other's boxes, with and without a nonce", () => {
    const plain = stock<string>(keys.map((key) => ({ op: "crypticle", key, value: load })));
    const nonced = stock<string>(keys.map((key) => ({ op: "crypticle", key, value: load, nonce })));
    for (const [n, key] of keys.entries()) {
      const crypticle = new Crypticle(key);
      expect(hex(value(openLoad(crypticle, raw(plain[n] ?? ""))).packed)).toBe(hex(packed));
      expect(hex(value(openLoad(crypticle, raw(nonced[n] ?? ""), nonce)).packed)).toBe(hex(packed));
    }
    const ours = keys.flatMap((key) => [
      { op: "crypticle", key, box: hex(sealLoad(new Crypticle(key), packed)) },
      { op: "crypticle", key, box: hex(sealLoad(new Crypticle(key), packed, nonce)), nonce },
    ]);
    for (const answer of stock<Tree>(ours)) expect(answer).toEqual(tree(value(decode(packed))));
  });
});

describe.skipIf(python === undefined)("the RSA recipes and salt.crypt", () => {
  const pairs = [1024, 1032, 1536, 2048, 3072, 4096].map((modulusLength) => {
    const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength });
    const privatePem = privateKey.export({ type: "pkcs1", format: "pem" }).toString();
    const publicPem = publicKey.export({ type: "spki", format: "pem" }).toString();
    return {
      privatePem,
      publicPem,
      privateKey: value(parsePrivateKey(privatePem)),
      publicKey: value(parsePublicKey(publicPem)),
      modulusLength,
    };
  });

  test.each<EncryptionAlgorithm>(["OAEP-SHA1", "OAEP-SHA224"])("%s is decrypted by the other side", (algorithm) => {
    const able = pairs.filter(({ modulusLength }) => modulusLength > 1100 || algorithm === "OAEP-SHA1");
    const plain = Buffer.from(newKeyString());
    const requests = able.flatMap((pair) => [
      { op: "oaepEncrypt", public: pair.publicPem, data: hex(plain), algorithm },
      {
        op: "oaepDecrypt",
        private: pair.privatePem,
        data: hex(oaepEncrypt(pair.publicKey, plain, algorithm)),
        algorithm,
      },
    ]);
    const answers = stock<string>(requests);
    for (const [n, pair] of able.entries()) {
      expect(hex(value(oaepDecrypt(pair.privateKey, raw(answers[2 * n] ?? ""), algorithm)))).toBe(hex(plain));
      expect(answers[2 * n + 1]).toBe(hex(plain));
    }
  });

  test.each<SignatureAlgorithm>(["PKCS1v15-SHA1", "PKCS1v15-SHA224"])("%s gives the same signature", (algorithm) => {
    const data = Buffer.from("signed data");
    const requests = pairs.flatMap((pair) => [
      { op: "sign", private: pair.privatePem, data: hex(data), algorithm },
      {
        op: "verify",
        public: pair.publicPem,
        data: hex(data),
        signature: hex(signPkcs1(pair.privateKey, data, algorithm)),
        algorithm,
      },
    ]);
    const answers = stock<string | boolean>(requests);
    for (const [n, pair] of pairs.entries()) {
      const signature = String(answers[2 * n]);
      expect(signature).toBe(hex(signPkcs1(pair.privateKey, data, algorithm)));
      expect(verifyPkcs1(pair.publicKey, data, raw(signature), algorithm)).toBe(true);
      expect(answers[2 * n + 1]).toBe(true);
    }
  });

  test("X9.31 signatures are the same to the byte and recovered by the other side", () => {
    const jobs = pairs.flatMap((pair) =>
      ["salt", ..."abcdefghij".split("").map((text) => text.repeat(64))].map((text) => ({ pair, text })),
    );
    const ours = jobs.map(({ pair, text }) => x931Sign(pair.privateKey, Buffer.from(text)));
    const signed = stock<string>(
      jobs.map(({ pair, text }) => ({ op: "x931Sign", private: pair.privatePem, data: hex(Buffer.from(text)) })),
    );
    const recovered = stock<string>(
      jobs.map(({ pair }, n) => ({
        op: "x931Recover",
        public: pair.publicPem,
        signature: hex(ours[n] ?? new Uint8Array()),
      })),
    );
    for (const [n, { pair, text }] of jobs.entries()) {
      expect(hex(ours[n] ?? new Uint8Array()), `${pair.modulusLength} bits, ${text}`).toBe(signed[n]);
      expect(hex(value(x931Recover(pair.publicKey, raw(signed[n] ?? ""))))).toBe(hex(Buffer.from(text)));
      expect(recovered[n]).toBe(hex(Buffer.from(text)));
    }
  });

  test("cleaned keys and fingerprints are the same, whatever the line ends", () => {
    const pems = pairs.slice(0, 3).flatMap(({ publicPem }) => {
      const pkcs1 = createPublicKey(publicPem).export({ type: "pkcs1", format: "pem" }).toString();
      const crlf = publicPem.replaceAll("\n", "\r\n");
      return [publicPem, publicPem.trimEnd(), crlf, `\n\n${publicPem}\n \n`, pkcs1, ` ${crlf}\r\n`];
    });
    const hashes = ["md5", "sha1", "sha224", "sha256", "sha384", "sha512"];
    const cleaned = stock<string>(pems.map((pem) => ({ op: "cleanKey", pem })));
    expect(pems.map(cleanPem)).toEqual(cleaned);
    const wanted = pems.flatMap((pem) => hashes.map((hash) => ({ pem, hash })));
    const fingers = stock<string>(wanted.map((one) => ({ op: "finger", ...one })));
    expect(wanted.map(({ pem, hash }) => fingerprint(pem, hash))).toEqual(fingers);
  });
});

describe.skipIf(python === undefined)("small texts", () => {
  test("job ids have the start times stock gives them", () => {
    const jids = [
      "20240131235959123456",
      "20240131235959123456_4711",
      "req",
      "",
      "2024013123595912345",
      "20240131235959123456_",
    ];
    const answers = stock<[boolean, string]>(jids.map((jid) => ({ op: "jid", jid })));
    expect(jids.map((jid) => [isJid(jid), jidStartTime(jid)])).toEqual(answers);
  });

  test("floats and bytes as keys have Python's text", () => {
    const floats = Array.from({ length: 300 }, () => (Math.random() - 0.5) * 10 ** Math.floor(Math.random() * 60 - 30));
    floats.push(0, -0, 1, 1e15, 1e16, 2 ** 53, 1e-4, 1e-5, 5e-324, 1.7976931348623157e308);
    const texts = stock<string>(floats.map((float) => ({ op: "floatText", float: doubleHex(float) })));
    expect(floats.map(pythonFloat)).toEqual(texts);
    const all = Uint8Array.from({ length: 256 }, (_, n) => n);
    const blobs = [all, Buffer.from("it's"), Buffer.from(`it's "x"`), Buffer.from('"'), new Uint8Array()];
    const shown = stock<string>(blobs.map((bytes) => ({ op: "bytesText", bytes: hex(bytes) })));
    expect(blobs.map((bytes) => pythonBytes(asBytes(bytes) ?? all))).toEqual(shown);
  });
});
