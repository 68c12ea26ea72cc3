/** An address, maybe of a network: `10.0.0.5/24`. */
export interface IpAddress {
  readonly version: 4 | 6;
  readonly bits: bigint;
  /** Null where no network was given. */
  readonly prefix: number | null;
  /** What follows `%` in an IPv6 address. */
  readonly scope: string;
}

const widths = { 4: 32, 6: 128 } as const;
export const widthOf = (version: 4 | 6): number => widths[version];

/** Null for what Python's ipaddress refuses. @source Python's ipaddress, ip_address and ip_interface */
export function parseIp(text: string): IpAddress | null {
  const slash = text.indexOf("/");
  const address = parseAddress(slash < 0 ? text : text.slice(0, slash));
  if (address === null || slash < 0) return address;
  const prefix = parsePrefix(text.slice(slash + 1), address.version);
  return prefix === null ? null : { ...address, prefix };
}

function parseAddress(text: string): IpAddress | null {
  const four = parseFour(text);
  if (four !== null) return { version: 4, bits: four, prefix: null, scope: "" };
  const [body = "", scope, more] = text.split("%");
  if (more !== undefined || scope === "") return null;
  const six = parseSix(body);
  return six === null ? null : { version: 6, bits: six, prefix: null, scope: scope ?? "" };
}

function parseFour(text: string): bigint | null {
  const parts = text.split(".");
  if (parts.length !== 4 || !parts.every((part) => /^(?:0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256))
    return null;
  return parts.reduce((bits, part) => bits * 256n + BigInt(part), 0n);
}

function parseSix(text: string): bigint | null {
  const groups = sixGroups(text);
  if (groups === null || groups.length !== 8 || !groups.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group))) return null;
  return groups.reduce((bits, group) => bits * 65536n + BigInt(`0x${group}`), 0n);
}

/** Eight groups of hexadecimal digits; null where `::` stands twice or for nothing. */
function sixGroups(text: string): string[] | null {
  const last = text.slice(text.lastIndexOf(":") + 1);
  let whole = text;
  if (last.includes(".")) {
    const four = parseFour(last);
    if (four === null) return null;
    const high = (four >> 16n).toString(16);
    whole = `${text.slice(0, text.length - last.length)}${high}:${(four & 0xffffn).toString(16)}`;
  }
  const halves = whole.split("::");
  if (halves.length === 1) return whole.split(":");
  if (halves.length !== 2) return null;
  const [before, after] = halves.map((half) => (half === "" ? [] : half.split(":")));
  const missing = 8 - (before?.length ?? 0) - (after?.length ?? 0);
  if (missing < 1) return null;
  return [...(before ?? []), ...Array.from({ length: missing }, () => "0"), ...(after ?? [])];
}

/** A length, or a mask of IPv4, or its inverse. */
function parsePrefix(text: string, version: 4 | 6): number | null {
  if (/^\d{1,4}$/.test(text)) return Number(text) <= widthOf(version) ? Number(text) : null;
  const mask = version === 4 ? parseFour(text) : null;
  if (mask === null) return null;
  const digits = mask.toString(2).padStart(32, "0");
  if (/^1*0*$/.test(digits)) return digits.indexOf("0") < 0 ? 32 : digits.indexOf("0");
  return /^0*1*$/.test(digits) ? digits.indexOf("1") : null;
}

/** As Python prints it: the longest run of zeros of IPv6 is `::`. */
export function ipText({ version, bits, prefix, scope }: IpAddress): string {
  const body = version === 4 ? fourText(bits) : sixText(bits);
  return `${body}${scope === "" ? "" : `%${scope}`}${prefix === null ? "" : `/${prefix}`}`;
}

function fourText(bits: bigint): string {
  return [24n, 16n, 8n, 0n].map((shift) => String((bits >> shift) & 255n)).join(".");
}

function sixText(bits: bigint): string {
  const groups = Array.from({ length: 8 }, (_, n) => ((bits >> BigInt(112 - 16 * n)) & 0xffffn).toString(16));
  let best = { start: -1, length: 1 };
  for (let start = 0; start < 8; start++) {
    let length = 0;
    while (groups[start + length] === "0") length++;
    if (length > best.length) best = { start, length };
  }
  if (best.start < 0) return groups.join(":");
  return `${groups.slice(0, best.start).join(":")}::${groups.slice(best.start + best.length).join(":")}`;
}

/** The first address of the network and how many there are. */
export function networkOf({ version, bits, prefix }: IpAddress): { first: bigint; size: bigint } {
  const size = 1n << BigInt(widthOf(version) - (prefix ?? widthOf(version)));
  return { first: bits - (bits % size), size };
}

export function isInside(address: IpAddress, network: IpAddress): boolean {
  const { first, size } = networkOf(network);
  return address.version === network.version && address.bits >= first && address.bits < first + size;
}
