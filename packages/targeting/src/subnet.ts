import { isMap, type Value, type ValueMap } from "@salina/wire";
import { parseIpAddress, parseIpv4 } from "./ip-address.js";
import { ok, type Result, refused } from "./result.js";

interface Network {
  readonly version: 4 | 6;
  readonly bits: bigint;
  readonly mask: bigint;
}

/**
 * Whether one of a minion's addresses is the address, or lies in the network. They are the grains `ipv4` and `ipv6`.
 * Grains that hold no addresses do not match; stock raises an error there, and nobody matches.
 * @source salt/matchers/ipcidr_match.py
 */
export function subnetMatcher(expression: string): Result<(grains: ValueMap) => boolean> {
  const address = parseIpAddress(expression);
  if (address) {
    return ok((grains) => {
      const own = grains.get(`ipv${address.version}`);
      if (typeof own === "string") return own.includes(address.text);
      return isMap(own) ? own.has(address.text) : Array.isArray(own) && own.includes(address.text);
    });
  }
  const network = parseNetwork(expression);
  if (!network.ok) return network;
  return ok((grains) => {
    const own = grains.get(`ipv${network.value.version}`);
    return (Array.isArray(own) ? own : [own ?? null]).some((item) => isInside(network.value, item));
  });
}

function isInside(network: Network, item: Value): boolean {
  const address = typeof item === "string" ? parseIpAddress(item) : undefined;
  return address?.version === network.version && (address.bits & network.mask) === network.bits;
}

/** @source Python's ipaddress.ip_network, strict */
function parseNetwork(text: string): Result<Network> {
  const [base = "", size, ...more] = text.split("/");
  const address = parseIpAddress(base);
  if (!address || size === undefined || more.length > 0) {
    return refused(`${JSON.stringify(text)} is neither an IP address nor a network (10.0.0.0/24)`);
  }
  const width = address.version === 4 ? 32 : 128;
  const prefix = prefixLength(size, address.version);
  if (prefix === undefined) return refused(`${JSON.stringify(size)} is no size of an IPv${address.version} network`);
  const mask = ((1n << BigInt(prefix)) - 1n) << BigInt(width - prefix);
  if ((address.bits & mask) !== address.bits) {
    return refused(`${JSON.stringify(text)} has bits set beyond the network: the address has to be the network's own`);
  }
  return ok({ version: address.version, bits: address.bits, mask });
}

function prefixLength(text: string, version: 4 | 6): number | undefined {
  if (/^\d{1,9}$/.test(text)) return Number(text) <= (version === 4 ? 32 : 128) ? Number(text) : undefined;
  const mask = version === 4 ? parseIpv4(text) : undefined;
  if (mask === undefined) return undefined;
  return prefixOfMask(mask) ?? prefixOfMask(mask ^ 0xffff_ffffn);
}

function prefixOfMask(mask: bigint): number | undefined {
  for (let prefix = 0; prefix <= 32; prefix++) {
    if (mask === (0xffff_ffffn ^ ((1n << BigInt(32 - prefix)) - 1n))) return prefix;
  }
  return undefined;
}
