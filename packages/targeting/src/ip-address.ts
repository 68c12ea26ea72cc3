export interface IpAddress {
  readonly version: 4 | 6;
  readonly bits: bigint;
  /** As Python prints it: IPv6 compressed, in lower case. */
  readonly text: string;
}

/** @source Python's ipaddress.ip_address */
export function parseIpAddress(text: string): IpAddress | undefined {
  const v4 = parseIpv4(text);
  if (v4 !== undefined) return { version: 4, bits: v4, text };
  // A scope (`fe80::1%eth0`) is part of the address, but not of its bits.
  const [address = "", scope, ...more] = text.split("%");
  if (more.length > 0 || scope === "") return undefined;
  const v6 = parseIpv6(address);
  if (v6 === undefined) return undefined;
  return { version: 6, bits: v6, text: ipv6Text(v6) + (scope === undefined ? "" : `%${scope}`) };
}

export function parseIpv4(text: string): bigint | undefined {
  const octets = text.split(".");
  if (octets.length !== 4 || !octets.every((octet) => /^(?:0|[1-9]\d{0,2})$/.test(octet) && Number(octet) < 256)) {
    return undefined;
  }
  return octets.reduce((bits, octet) => (bits << 8n) | BigInt(octet), 0n);
}

function parseIpv6(text: string): bigint | undefined {
  if (text.length > 45) return undefined;
  const halves = text.split("::");
  if (halves.length > 2) return undefined;
  const [head, tail] = halves.map((half, n) => parseGroups(half, n === halves.length - 1));
  if (!head) return undefined;
  if (halves.length === 1) return head.length === 8 ? joinGroups(head) : undefined;
  // `::` stands for at least one group.
  if (!tail || head.length + tail.length > 7) return undefined;
  return joinGroups([...head, ...new Array<bigint>(8 - head.length - tail.length).fill(0n), ...tail]);
}

function parseGroups(text: string, last: boolean): readonly bigint[] | undefined {
  if (text === "") return [];
  const words = text.split(":");
  const groups: bigint[] = [];
  for (const [n, word] of words.entries()) {
    if (last && n === words.length - 1 && word.includes(".")) {
      const v4 = parseIpv4(word);
      if (v4 === undefined) return undefined;
      groups.push(v4 >> 16n, v4 & 0xffffn);
    } else if (/^[0-9a-fA-F]{1,4}$/.test(word)) groups.push(BigInt(`0x${word}`));
    else return undefined;
  }
  return groups;
}

function joinGroups(groups: readonly bigint[]): bigint {
  return groups.reduce((bits, group) => (bits << 16n) | group, 0n);
}

function ipv6Text(bits: bigint): string {
  const groups = Array.from({ length: 8 }, (_, n) => ((bits >> BigInt(112 - 16 * n)) & 0xffffn).toString(16));
  const run = longestRunOfZeros(groups);
  if (run.size < 2) return groups.join(":");
  return `${groups.slice(0, run.start).join(":")}::${groups.slice(run.start + run.size).join(":")}`;
}

function longestRunOfZeros(groups: readonly string[]): { readonly start: number; readonly size: number } {
  let best = { start: -1, size: 0 };
  let start = 0;
  for (const [n, group] of groups.entries()) {
    if (group !== "0") start = n + 1;
    else if (n + 1 - start > best.size) best = { start, size: n + 1 - start };
  }
  return best;
}
