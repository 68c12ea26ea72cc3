import { itemOf } from "../attributes.js";
import { asText, type Py, type Runtime, Undefined } from "../objects/types.js";

/** What `attribute="a.0.b"` of a filter finds in an item. @source jinja2/filters.py, make_attrgetter */
export function attributeGetter(
  path: Py,
  rt: Runtime,
  { lower = false, otherwise = null }: { readonly lower?: boolean; readonly otherwise?: Py } = {},
): (item: Py) => Py {
  const parts = partsOf(path);
  return (item) => {
    let value = item;
    for (const part of parts) {
      value = itemOf(value, part, rt);
      if (otherwise !== null && value instanceof Undefined) value = otherwise;
    }
    return lower ? ignoreCase(value) : value;
  };
}

export function partsOf(path: Py): Py[] {
  if (path === null) return [];
  const text = asText(path);
  if (text === undefined) return [path];
  return text.split(".").map((part) => (/^\d+$/.test(part) ? BigInt(part) : part));
}

export function ignoreCase(value: Py): Py {
  return asText(value)?.toLowerCase() ?? value;
}
