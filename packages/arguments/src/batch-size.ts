/**
 * How many minions of so many are worked on at a time: `3`, or `50%`, rounded down but never to nothing.
 *
 * @returns null for what is no size
 */
export function batchSize(text: string, minions: number): number | null {
  const bare = text.trim();
  if (!bare.includes("%")) return /^\+?\d+$/.test(bare) && Number(bare) > 0 ? Number(bare) : null;
  const percent = bare.replace(/^%+|%+$/g, "");
  if (!/^\d+(?:\.\d*)?$|^\.\d+$/.test(percent) || Number(percent) <= 0) return null;
  const share = (Number(percent) / 100) * minions;
  return share < 1 ? Math.ceil(share) : Math.floor(share);
}
