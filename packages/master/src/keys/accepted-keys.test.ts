import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { createAcceptedKeys } from "./accepted-keys.js";
import { openKeyDirectory } from "./key-directory.js";
import { createPublicKeyCache } from "./public-key-cache.js";
import { somePublicKeys } from "./testing/some-keys.js";
import { temporaryDirectory } from "./testing/temporary-directory.js";

const [one = ""] = somePublicKeys(1);

async function setUp(openMode = false) {
  const pkiDir = temporaryDirectory();
  const directory = await openKeyDirectory({ pkiDir });
  const keys = createAcceptedKeys({ directory, cache: createPublicKeyCache(), openMode });
  const place = (path: string, text: string) => writeFileSync(join(pkiDir, path), text);
  return { directory, keys, place };
}

describe("accepted keys", () => {
  test("the key of an accepted id, and nothing once it is deleted", async () => {
    const { directory, keys, place } = await setUp();
    place("minions/web1", one);
    expect((await keys.keyOf("web1"))?.asymmetricKeyType).toBe("rsa");

    await directory.change("web1", (changes) => changes.remove("accepted"));

    expect(await keys.keyOf("web1")).toBeUndefined();
  });

  test("a rejection left beside an accepted key counts, outside open mode", async () => {
    for (const openMode of [false, true]) {
      const { keys, place } = await setUp(openMode);
      place("minions/web1", one);
      place("minions/Web2", one);
      place("minions_rejected/web1", one);

      expect((await keys.keyOf("web1")) !== undefined).toBe(openMode);
      expect(await keys.ids()).toEqual(openMode ? ["web1", "Web2"] : ["Web2"]);
    }
  });

  test.each(["../minions/web1", "", "pending", "damaged"])("no key for %j", async (id) => {
    const { keys, place } = await setUp();
    place("minions_pre/pending", one);
    place("minions/damaged", "no key");

    expect(await keys.keyOf(id)).toBeUndefined();
  });
});
