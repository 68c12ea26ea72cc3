import { validation } from "./errors.js";

export const defaultLimit = 50;
export const maxLimit = 500;

/** A cursor is the name of the last item of a page, made opaque. */
export function makeCursor(last: string): string {
  return Buffer.from(last).toString("base64url");
}

/** @throws validation */
export function readCursor(cursor: string | undefined, isName: (name: string) => boolean): string | undefined {
  if (cursor === undefined) return undefined;
  const name = Buffer.from(cursor, "base64url").toString();
  if (!isName(name) || makeCursor(name) !== cursor) {
    throw validation([{ pointer: "?cursor", message: "is not a cursor of this list" }]);
  }
  return name;
}

export interface Page<T> {
  readonly items: T[];
  readonly nextCursor: string | null;
}

/** Cuts a page out of one item more than it may hold. */
export function toPage<T>(items: readonly T[], limit: number, nameOf: (item: T) => string): Page<T> {
  const page = items.slice(0, limit);
  const last = page.at(-1);
  return { items: page, nextCursor: items.length > limit && last !== undefined ? makeCursor(nameOf(last)) : null };
}

/** Value of a `Link` header. @source RFC 8288 */
export function nextLink(url: string, cursor: string): string {
  const [path = "", query] = url.split("?", 2);
  const fields = new URLSearchParams(query);
  fields.set("cursor", cursor);
  return `<${path}?${fields}>; rel="next"`;
}
