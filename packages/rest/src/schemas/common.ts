import { type Static, type TSchema, Type } from "typebox";

/** Names a schema of the document, which has an `$id`; generated clients get one type for it. */
export function ref<T extends TSchema>(schema: T) {
  const { $id } = schema as { $id?: unknown };
  if (typeof $id !== "string") throw new TypeError("only a schema with an `$id` can be named");
  return Type.Unsafe<Static<T>>({ $ref: `${$id}#` });
}

export function nullable<T extends TSchema & { type: string }>(schema: T) {
  return Type.Unsafe<Static<T> | null>({ ...schema, type: [schema.type, "null"] });
}

export function oneOf<const T extends string>(
  values: readonly T[],
  options: { description?: string; default?: T } = {},
) {
  return Type.Unsafe<T>({ type: "string", enum: [...values], ...options });
}

/** RFC 3339, UTC, with milliseconds. */
export const Time = (description: string) => Type.String({ format: "date-time", description });

export const Problem = Type.Object(
  {
    type: Type.String(),
    title: Type.String(),
    status: Type.Integer(),
    code: Type.String({ description: "Decide on this, never on a text." }),
    detail: Type.String(),
    advice: Type.String(),
    instance: Type.String(),
    requestId: Type.String({ description: "Stands in the master's log." }),
    errors: Type.Optional(
      Type.Array(
        Type.Object({
          pointer: Type.String({ description: "JSON pointer into the body, or `?name` for a query field." }),
          message: Type.String(),
        }),
      ),
    ),
  },
  { $id: "Problem", description: "Every error looks like this (RFC 9457)." },
);

/** Answer of every route that can fail. */
export const problems = {
  default: { description: "An error.", content: { "application/problem+json": { schema: ref(Problem) } } },
} as const;

export const Limit = Type.Optional(Type.Integer({ minimum: 1, maximum: 500, default: 50 }));
export const Cursor = Type.Optional(Type.String({ maxLength: 1024, description: "`nextCursor` of the page before." }));

export function pageOf<T extends TSchema>(item: T, description: string) {
  return Type.Object(
    { items: Type.Array(item), nextCursor: nullable(Type.String({ description: "Null: this is the last page." })) },
    { description },
  );
}
