import { type IpAddress, isInside, parseIp } from "./ip-address.js";

const networks = (texts: string): readonly IpAddress[] =>
  texts.split(" ").flatMap((text) => {
    const network = parseIp(text);
    return network === null ? [] : [network];
  });

const privateNetworks = networks(
  "0.0.0.0/8 10.0.0.0/8 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/29 192.0.0.170/31 192.0.2.0/24 192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 240.0.0.0/4 ::1/128 ::/128 ::ffff:0:0/96 100::/64 2001::/23 2001:db8::/32 fc00::/7 fe80::/10",
);
const kinds: ReadonlyMap<string, readonly IpAddress[]> = new Map([
  ["link-local", networks("169.254.0.0/16 fe80::/10")],
  ["loopback", networks("127.0.0.0/8 ::1/128")],
  ["multicast", networks("224.0.0.0/4 ff00::/8")],
  [
    "reserved",
    networks(
      "240.0.0.0/4 ::/8 100::/8 200::/7 400::/6 800::/5 1000::/4 4000::/3 6000::/3 8000::/3 a000::/3 c000::/3 e000::/4 f000::/5 f800::/6 fe00::/9",
    ),
  ],
  ["site-local", networks("fec0::/10")],
  ["unspecified", networks("0.0.0.0/32 ::/128")],
]);
const otherNames = new Map([
  ["linklocal", "link-local"],
  ["ll", "link-local"],
  ["link_local", "link-local"],
  ["lo", "loopback"],
  ["sl", "site-local"],
  ["site_local", "site-local"],
  ["public", "global"],
]);

/**
 * Whether an address is of all the kinds named, as in `private, loopback`; a name nobody knows counts for nothing.
 * @source salt/utils/network.py, _ip_options; Python's ipaddress
 */
export function isOfKinds(address: IpAddress, options: string): boolean {
  return options.split(",").every((option) => {
    const name = otherNames.get(option.trim()) ?? option.trim();
    if (name === "global") return !isPrivate(address);
    if (name === "private") return isPrivate(address);
    // Of IPv6 with a network, all of the network has to be of the kind.
    const isWide = address.version === 6 && (address.prefix ?? 128) < 128;
    if (isWide && (name === "loopback" || name === "unspecified")) return false;
    const of = kinds.get(name);
    return of === undefined || isOneOf(address, of);
  });
}

/** An IPv4 address written as one of IPv6 counts as what it is. */
function isPrivate(address: IpAddress): boolean {
  const isMapped = address.version === 6 && address.bits >> 32n === 0xffffn;
  const meant: IpAddress = isMapped
    ? { ...address, version: 4, bits: address.bits & 0xffffffffn, prefix: null }
    : address;
  return isOneOf(meant, privateNetworks);
}

const isOneOf = (address: IpAddress, of: readonly IpAddress[]) => of.some((network) => isInside(address, network));
