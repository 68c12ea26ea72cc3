import { describe, expect, test } from "vitest";
import { createPublicKeyCache } from "./public-key-cache.js";
import { somePublicKeys } from "./testing/some-keys.js";

const [one = "", two = "", three = ""] = somePublicKeys(3);

describe("parsed public keys", () => {
  test("the same text gives the same object", () => {
    const cache = createPublicKeyCache();

    const first = cache.parse(one);
    const again = cache.parse(one);

    expect(first.ok && again.ok && first.value === again.value).toBe(true);
    expect(cache.size).toBe(1);
  });

  test("beyond the limit the key unused for longest is dropped", () => {
    const cache = createPublicKeyCache(2);
    const first = cache.parse(one);
    cache.parse(two);
    cache.parse(one);
    cache.parse(three);

    const again = cache.parse(one);

    expect(first.ok && again.ok && first.value === again.value).toBe(true);
    expect(cache.size).toBe(2);
  });

  test.each(["", "no key", `${"x".repeat(20_000)}`])("what is no key is a fault and is not kept", (text) => {
    const cache = createPublicKeyCache();

    expect(cache.parse(text).ok).toBe(false);
    expect(cache.size).toBe(0);
  });
});
