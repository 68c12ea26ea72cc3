import type { Packed } from "@salina/api";
import { decode, toJson } from "@salina/wire";

type Json = ReturnType<typeof toJson>;

/** A minion's value for JSON readers, without the `__pub_*` keys that Salt puts in. What is not msgpack is given as `{"$msgpack": base64}`. */
export function openValue(packed: Packed): Json {
  const value = decode(packed, {
    maxBytes: packed.length,
    maxElements: packed.length,
    maxContainer: packed.length,
    duplicateKeys: "last",
  });
  if (value.ok) return withoutPublishKeys(toJson(value.value));
  return { $msgpack: Buffer.from(packed).toString("base64") };
}

function withoutPublishKeys(json: Json): Json {
  if (Array.isArray(json)) return json.map(withoutPublishKeys);
  if (typeof json !== "object" || json === null) return json;
  const made: { [key: string]: Json } = Object.create(null);
  for (const [key, value] of Object.entries(json)) {
    if (!key.startsWith("__pub_")) made[key] = withoutPublishKeys(value);
  }
  return made;
}
