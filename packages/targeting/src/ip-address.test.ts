import { spawnSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseIpAddress } from "./ip-address.js";
import { subnetMatcher } from "./subnet.js";
import { findPython } from "./testing/python.js";

const python = findPython();
if (!python.found) console.warn(`comparison of addresses with Python left out: ${python.reason}`);

const program = `
import ipaddress, json, sys
def address(text):
    try:
        return str(ipaddress.ip_address(text))
    except ValueError:
        return None
def network(text, inside):
    try:
        net = ipaddress.ip_network(text)
        return [ipaddress.ip_address(one) in net for one in inside]
    except ValueError:
        return None
asked = json.load(sys.stdin)
json.dump([[address(text) for text in asked["addresses"]], [network(text, asked["inside"]) for text in asked["networks"]]], sys.stdout)
`;

function askPython(asked: { addresses: readonly string[]; networks: readonly string[]; inside: readonly string[] }) {
  const run = spawnSync("python3", ["-c", program], {
    input: JSON.stringify(asked),
    encoding: "utf8",
    maxBuffer: 1 << 26,
  });
  if (run.status !== 0) throw new Error(run.stderr);
  return JSON.parse(run.stdout) as [(string | null)[], (boolean[] | null)[]];
}

const octet = fc.constantFrom("0", "1", "10", "255", "256", "01", "", "-1", "1a", "0000", "99");
const v4 = fc.oneof(
  fc.ipV4(),
  fc.array(octet, { minLength: 3, maxLength: 5 }).map((octets) => octets.join(".")),
);
const group = fc.constantFrom("0", "0", "1", "ffff", "DB8", "00ab", "", "", "12345", "g", "1.2.3.4", "::");
const v6 = fc.oneof(
  fc.ipV6(),
  fc.array(group, { minLength: 1, maxLength: 9 }).map((groups) => groups.join(":")),
  fc.constantFrom(
    "::",
    "::1",
    "fe80::1%eth0",
    "fe80::1%",
    "fe80::1%a%b",
    "::%1",
    ":",
    ":::",
    "1::2::3",
    "::ffff:10.0.0.1",
    "1:2:3:4:5:6:7::",
    "::2:3:4:5:6:7:8",
    "1:2:3:4:5:6:7:8:9",
    "1:2:3:4:5:6:1.2.3.4",
  ),
);
const base = fc.constantFrom(
  "10.0.0.0",
  "10.1.0.0",
  "0.0.0.0",
  "10.0.0.1",
  "2001:db8::",
  "::",
  "fe80::",
  "2001:db8::7",
  "x",
);
const size = fc.constantFrom(
  "0",
  "8",
  "08",
  "16",
  "24",
  "32",
  "33",
  "64",
  "128",
  "129",
  "",
  "-1",
  "+8",
  "255.0.0.0",
  "0.255.255.255",
  "255.0.255.0",
  "0.0.0.0",
  "255.255.255.255",
  "1/2",
  "٣",
  "ffff::",
);
const inside = [
  "10.0.0.1",
  "10.1.2.3",
  "11.0.0.0",
  "255.255.255.255",
  "2001:db8::7",
  "::1",
  "fe80::1%eth0",
  "2001:db9::",
];

describe("addresses and networks", () => {
  test.runIf(python.found)("are read as Python's ipaddress reads them", () => {
    const addresses = fc.sample(fc.oneof(v4, v6), { seed: 3, numRuns: 4000 });
    const networks = fc.sample(
      fc.tuple(base, size).map((parts) => parts.join("/")),
      { seed: 4, numRuns: 600 },
    );

    const [texts, matches] = askPython({ addresses, networks, inside });

    expect(addresses.map((one) => [one, parseIpAddress(one)?.text ?? null])).toEqual(
      addresses.map((one, n) => [one, texts[n]]),
    );
    const says = networks.map((one) => {
      const matcher = subnetMatcher(one);
      if (!matcher.ok) return [one, null];
      return [
        one,
        inside.map((address) =>
          matcher.value(
            new Map([
              ["ipv4", [address]],
              ["ipv6", [address]],
            ]),
          ),
        ),
      ];
    });
    expect(says).toEqual(networks.map((one, n) => [one, matches[n]]));
  });

  test.each(["10.0.0.0/", "/8", "10.0.0/8", "", "a", "10.0.0.1/8", "1.2.3.4/-1"])(
    "%j is refused with a reason",
    (text) => {
      expect(subnetMatcher(text)).toMatchObject({ ok: false, reason: expect.any(String) });
    },
  );
});
