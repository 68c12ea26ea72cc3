import { hostname, networkInterfaces } from "node:os";
import type { Value } from "@salina/wire";
import type { Parameters } from "../../runners/parameters.js";
import { type FunctionModule, functionOf } from "./master-function.js";

/** Of the master's machine, as in stock. */
export const networkFunctions: FunctionModule = {
  get_hostname: functionOf([], () => hostname()),
  ip_addrs: functionOf(["interface", "include_loopback", "cidr", "type"], (given) => addresses(given, "IPv4"), {
    more: true,
  }),
  ipaddrs: functionOf(["interface", "include_loopback", "cidr", "type"], (given) => addresses(given, "IPv4"), {
    more: true,
  }),
  ip_addrs6: functionOf(["interface", "include_loopback", "cidr"], (given) => addresses(given, "IPv6"), { more: true }),
};

function addresses(given: Parameters, family: "IPv4" | "IPv6"): Value {
  const wanted = given.value("interface");
  return Object.entries(networkInterfaces())
    .filter(([name]) => wanted === null || wanted === name)
    .flatMap(([, entries]) => entries ?? [])
    .filter((one) => one.family === family && (given.flag("include_loopback") || !one.internal))
    .map(({ address }) => address)
    .sort();
}
