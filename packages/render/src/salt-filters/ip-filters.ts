import { isMap, type Value } from "@salina/wire";
import type { Filter } from "../values.js";
import { define, listArg, numberOf, typeName } from "./define.js";
import { type IpAddress, ipText, isInside, networkOf, parseIp, widthOf } from "./ip-address.js";
import { isOfKinds } from "./ip-kinds.js";

/** `network_hosts` of a large network would fill the memory; Salt's simply does. */
const maxHosts = 65_536n;

/** The address as Salt prints it; null where it is none, of the other version, or not of these kinds. */
function checked(value: Value, version: 4 | 6, options: Value | undefined): string | null {
  const address = addressOf(value);
  if (address === null || address.version !== version) return null;
  if (typeof options === "string" && options !== "" && !isOfKinds(address, options)) return null;
  return ipText(address);
}

/** A number is an address too, as in Python. */
function addressOf(value: Value): IpAddress | null {
  if (typeof value === "string") return parseIp(value);
  const isNumber = typeof value === "bigint" || (typeof value === "number" && Number.isInteger(value));
  const number = isNumber && value >= 0 ? BigInt(value) : null;
  if (number === null) return null;
  return number < 1n << 32n
    ? { version: 4, bits: number, prefix: null, scope: "" }
    : { version: 6, bits: number, prefix: null, scope: "" };
}

function versions(value: Value, version: 4 | 6, options: Value | undefined): Value {
  if (typeof value === "string") return checked(value, version, options);
  if (!Array.isArray(value)) return null;
  return value.flatMap((one) => checked(one, version, options) ?? []);
}

function ipaddr(value: Value, options: Value | undefined): Value {
  const [four, six] = [versions(value, 4, options), versions(value, 6, options)];
  return Array.isArray(four) && Array.isArray(six) ? [...four, ...six] : (four ?? six);
}

/** Runs on each address of a list, or on the one. */
function each(
  value: Value,
  options: Value | undefined,
  version: Value | undefined,
  run: (ip: IpAddress) => Value,
): Value {
  const wanted = numberOf(version);
  const found = wanted === 4 || wanted === 6 ? versions(value, wanted, options) : ipaddr(value, options);
  const texts = Array.isArray(found) ? found : found === null ? [] : [found];
  const results = texts.flatMap((text) => {
    const address = addressOf(text);
    return address === null ? [] : [run(address)];
  });
  if (results.length === 0) return null;
  return Array.isArray(value) ? results : (results[0] ?? null);
}

function withPrefix(address: IpAddress): IpAddress {
  return { ...address, prefix: address.prefix ?? widthOf(address.version) };
}

/** @source Python's ipaddress, hosts() */
function hosts(address: IpAddress): Value {
  const { first, size } = networkOf(address);
  if (size > maxHosts) throw new RangeError(`a network of ${size} addresses is too large to list (limit ${maxHosts})`);
  const edges = size <= 2n ? 0n : 1n;
  const last = first + size - (address.version === 4 ? edges : 0n);
  const made: Value[] = [];
  for (let bits = first + edges; bits < last; bits++) made.push(ipText({ ...address, bits, prefix: null }));
  return made;
}

function filterByNetworks(values: Value, given: Value): Value {
  if (given === null) return values;
  const networks = listArg(given, "networks").map((one) => {
    const network = addressOf(one);
    if (network === null || networkOf(network).first !== network.bits) {
      throw new Error(
        `'${typeof one === "string" ? one : typeName(one)}' does not appear to be an IPv4 or IPv6 network`,
      );
    }
    return network;
  });
  const kept = (ips: Value): Value =>
    listArg(ips, "addresses").flatMap((one) => {
      const ip = addressOf(one);
      if (ip === null || ip.prefix !== null) {
        throw new Error(
          `'${typeof one === "string" ? one : typeName(one)}' does not appear to be an IPv4 or IPv6 address`,
        );
      }
      return networks.filter((network) => isInside(ip, network)).map(() => one);
    });
  return isMap(values) ? new Map([...values].map(([name, ips]) => [name, kept(ips)])) : kept(values);
}

function wrapped(value: Value): Value {
  if (Array.isArray(value)) return value.map(wrapped);
  if (typeof value !== "string") return value;
  const address = parseIp(value);
  if (address?.version !== 6) return value;
  if (address.prefix !== null) throw new Error(`'${value}' does not appear to be an IPv4 or IPv6 address`);
  return `[${ipText(address)}]`;
}

function macBytes(value: Value): Value {
  if (typeof value !== "string" || (value.length !== 12 && value.length !== 17)) throw new Error("Invalid MAC address");
  const digits = value.length === 17 ? value.replaceAll(value[2] ?? ":", "") : value;
  if (!/^[0-9a-fA-F]{12}$/.test(digits)) throw new Error("Invalid MAC address");
  return Uint8Array.from(Buffer.from(digits, "hex"));
}

const options = ["options", null] as const;
const version = ["version", null] as const;

/** @source salt/utils/network.py */
export const ipFilters: ReadonlyMap<string, Filter> = new Map([
  [
    "is_ip",
    define("is_ip", [options], (value, of) => checked(value, 4, of) !== null || checked(value, 6, of) !== null),
  ],
  ["is_ipv4", define("is_ipv4", [options], (value, of) => checked(value, 4, of) !== null)],
  ["is_ipv6", define("is_ipv6", [options], (value, of) => checked(value, 6, of) !== null)],
  ["ipv4", define("ipv4", [options], (value, of) => versions(value, 4, of))],
  ["ipv6", define("ipv6", [options], (value, of) => versions(value, 6, of))],
  ["ipaddr", define("ipaddr", [options], ipaddr)],
  [
    "ip_host",
    define("ip_host", [options, version], (value, of, v) => each(value, of, v, (ip) => ipText(withPrefix(ip)))),
  ],
  ["network_hosts", define("network_hosts", [options, version], (value, of, v) => each(value, of, v, hosts))],
  [
    "network_size",
    define("network_size", [options, version], (value, of, v) =>
      each(value, of, v, (ip) => {
        const { size } = networkOf(ip);
        return Number.isSafeInteger(Number(size)) ? Number(size) : size;
      }),
    ),
  ],
  [
    "filter_by_networks",
    define("filter_by_networks", ["networks"], (values, nets) => filterByNetworks(values, nets ?? null)),
  ],
  ["ipwrap", define("ipwrap", [], wrapped)],
  ["mac_str_to_bytes", define("mac_str_to_bytes", [], macBytes)],
]);
