import { boolean, integer, oneOf, port, text } from "../kinds.js";
import { maxInt, option } from "./option.js";

/** Options for how minions connect. */
export const networkOptions = {
  transport: option(oneOf(["zeromq"]), "zeromq", "network", "How minions connect. No other transport is there yet."),
  interface: option(text, "0.0.0.0", "network.interface", "Address that minions connect to."),
  ipv6: option(boolean, false, "network.ipv6", "Listen on IPv6 too; `interface` is then usually `'::'`."),
  publish_port: option(port, 4505, "network.publishPort", "Minions hear jobs here."),
  ret_port: option(port, 4506, "network.requestPort", "Minions ask and answer here."),
  zmq_backlog: option(integer(0, maxInt), 1000, "network.backlog", "Connections that may wait to be taken."),
  pub_hwm: option(
    integer(0, maxInt),
    1000,
    "network.publishHighWaterMark",
    "Publishes that may wait for one slow minion; 0: no limit.",
  ),
  zmq_filtering: option(
    boolean,
    false,
    "network.filtering",
    "Send jobs only to the minions that they are for. All minions need `zmq_filtering: true` too.",
  ),
  tcp_keepalive: option(boolean, true, "network.tcpKeepalive.on", "Probe idle connections."),
  tcp_keepalive_idle: option(
    integer(-1, maxInt, "seconds"),
    300,
    "network.tcpKeepalive.idleS",
    "Silence before the first probe; -1: the system's default.",
  ),
  tcp_keepalive_cnt: option(
    integer(-1, maxInt),
    -1,
    "network.tcpKeepalive.count",
    "Probes before the connection counts as dead; -1: the system's default.",
  ),
  tcp_keepalive_intvl: option(
    integer(-1, maxInt, "seconds"),
    -1,
    "network.tcpKeepalive.intervalS",
    "Time between probes; -1: the system's default.",
  ),
} as const;
