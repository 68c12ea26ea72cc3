import type { Router } from "zeromq";
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
    ...heartbeat(network.heartbeatS * 1000),
  };
}

/**
 * ZeroMQ's own pings, which minions answer without knowing: the library does it. A peer that does not answer is let go,
 * and one that hears no more of them lets go of us and connects anew.
 */
function heartbeat(intervalMs: number) {
  if (intervalMs === 0) return {};
  return {
    heartbeatInterval: intervalMs,
    heartbeatTimeout: 2 * intervalMs,
    heartbeatTimeToLive: 3 * intervalMs,
  };
}

/** Options hold for a port from its opening on: it is closed and opened again, connections stay. */
export async function stopHeartbeat(
  socket: Pick<Router, "bind" | "unbind" | "heartbeatInterval">,
  network: NetworkConfig,
  port: number,
): Promise<void> {
  socket.heartbeatInterval = 0;
  await socket.unbind(endpoint(network, port));
  await socket.bind(endpoint(network, port));
}

/** Opens a port. @throws with the option, the address and the reason */
export async function bind(
  socket: Pick<Router, "bind">,
  network: NetworkConfig,
  option: "publish_port" | "ret_port",
): Promise<void> {
  const port = option === "publish_port" ? network.publishPort : network.requestPort;
  try {
    await socket.bind(endpoint(network, port));
  } catch (error) {
    throw new Error(`${option} ${port} on ${network.interface} cannot be opened: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

export function endpoint(network: NetworkConfig, port: number): string {
  const host = network.interface.includes(":") ? `[${network.interface}]` : network.interface;
  return `tcp://${host}:${port}`;
}
