import type { NetworkConfig } from "../config/config.js";

/** Socket options that both listening sockets share. */
export function listenOptions(network: NetworkConfig) {
  const { on, idleS, count, intervalS } = network.tcpKeepalive;
  return {
    ipv6: network.ipv6,
    backlog: network.backlog,
    tcpKeepalive: on ? 1 : 0,
    tcpKeepaliveIdle: idleS,
    tcpKeepaliveCount: count,
    tcpKeepaliveInterval: intervalS,
    // A peer that connects and says nothing is let go.
    handshakeInterval: 10_000,
    linger: 1000,
  };
}

export function endpoint(network: NetworkConfig, port: number): string {
  const host = network.interface.includes(":") ? `[${network.interface}]` : network.interface;
  return `tcp://${host}:${port}`;
}
