import * as fc from "fast-check";
import { Ext, Float, type Value, type ValueMap } from "../value.js";

/** Values as they can come out of `decode`. */
export function anyValue(options: { bytes: boolean }): fc.Arbitrary<Value> {
  const notUtf8 = fc.uint8Array({ maxLength: 70 }).map((bytes) => Uint8Array.from([...bytes, 0xff]));
  const text = fc.oneof(fc.string({ unit: "binary", maxLength: 300 }), fc.string({ unit: "grapheme", maxLength: 40 }));
  const scalars: fc.Arbitrary<Value>[] = [
    fc.constant(null),
    fc.boolean(),
    fc.maxSafeInteger(),
    fc.integer(),
    fc.integer({ min: -200, max: 300 }),
    fc.bigInt({ min: -(2n ** 63n), max: 2n ** 64n - 1n }).map(narrowed),
    fc.double().map((value) => (Number.isInteger(value) ? new Float(value) : value)),
    text,
    fc.tuple(fc.integer({ min: -128, max: 127 }), fc.uint8Array({ maxLength: 40 })).map(([type, data]) => {
      return new Ext(type, Uint8Array.from(data));
    }),
  ];
  if (options.bytes) scalars.push(notUtf8);
  const key = fc.oneof(
    fc.string({ maxLength: 12 }),
    fc.constantFrom("__proto__", "constructor", "then", "toString"),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
  );
  return fc.letrec<{ value: Value }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 5, withCrossShrink: true },
      ...scalars,
      fc.array(tie("value"), { maxLength: 20 }),
      fc
        .array(fc.tuple(key, tie("value")), { maxLength: 20 })
        .map((entries): ValueMap => new Map<Value, Value>(entries)),
    ),
  })).value;
}

function narrowed(value: bigint): Value {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

/** Checks a property on random values for at most `budgetMs`; fails with the smallest counterexample. */
export function holds<T>(property: fc.IProperty<T>, budgetMs: number): void {
  const report = fc.check(property, { interruptAfterTimeLimit: budgetMs, numRuns: 20_000 });
  if (report.failed) throw new Error(fc.defaultReportMessage(report));
  if (report.numRuns === 0) throw new Error("no value was tried within the time");
}
