/** Python counts code points where JavaScript counts UTF-16 units. */
export function codePoints(text: string): readonly number[] {
  return Array.from(text, (char) => char.codePointAt(0) ?? 0);
}
