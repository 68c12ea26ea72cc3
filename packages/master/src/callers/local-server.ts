import { once } from "node:events";
import { chmod, chown, mkdir, rm } from "node:fs/promises";
import { connect, createServer, type Server, type Socket } from "node:net";
import { dirname } from "node:path";
import { FrameReader, internalError, type LocalReply, packFrame, SalinaError, type Services } from "@salina/api";
import type { LocalSocketConfig } from "../config/config.js";
import type { Log } from "../log.js";
import { accountId, groupId } from "./accounts.js";
import { localOperations, type Operation } from "./local-ops.js";

/** The unix socket of `salt` and `salt-key`. Who may open it may do everything: its owner, group and mode are the whole authorisation. */
export class LocalServer {
  readonly #config: LocalSocketConfig;
  readonly #operations: ReadonlyMap<string, Operation>;
  readonly #log: Log;
  readonly #sockets = new Set<Socket>();
  readonly #server: Server;

  constructor(config: LocalSocketConfig, services: Services, log: Log) {
    this.#config = config;
    this.#operations = new Map(Object.entries(localOperations(services)));
    this.#log = log;
    this.#server = createServer((socket) => this.#serve(socket));
  }

  /** @throws when another daemon serves this socket */
  async listen(): Promise<void> {
    const { path, owner, group, mode } = this.#config;
    await mkdir(dirname(path), { recursive: true, mode: 0o755 });
    if (await isServed(path)) throw new Error(`another master serves ${path}`);
    // Left over from a daemon that was killed.
    await rm(path, { force: true });
    const umask = process.umask(0o177);
    try {
      this.#server.listen(path);
      await once(this.#server, "listening");
    } finally {
      process.umask(umask);
    }
    if (owner !== null || group !== null) await chown(path, await accountId(owner), await groupId(group));
    await chmod(path, mode);
  }

  async close(): Promise<void> {
    const closed = once(this.#server, "close");
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  #serve(socket: Socket): void {
    this.#sockets.add(socket);
    const reader = new FrameReader();
    const open = new Map<number, AbortController>();
    socket.on("data", (chunk: Buffer) => {
      try {
        for (const message of reader.push(chunk)) this.#take(message, socket, open);
      } catch (error) {
        this.#log.warn(
          { event: "local.malformed", err: error },
          "a caller on the local socket sent garbage and was cut off",
        );
        socket.destroy();
      }
    });
    // A caller that goes away: `close` follows.
    socket.on("error", () => undefined);
    socket.on("close", () => {
      for (const controller of open.values()) controller.abort();
      this.#sockets.delete(socket);
    });
  }

  #take(message: unknown, socket: Socket, open: Map<number, AbortController>): void {
    const { id, op, params, cancel } = message as Record<string, unknown>;
    if (typeof id !== "number") throw new TypeError("a request without id");
    if (cancel === true) {
      open.get(id)?.abort();
      return;
    }
    const controller = new AbortController();
    open.set(id, controller);
    void this.#run(id, String(op), params, socket, controller.signal).finally(() => open.delete(id));
  }

  async #run(id: number, op: string, params: unknown, socket: Socket, signal: AbortSignal): Promise<void> {
    const send = async (reply: LocalReply) => {
      // A caller that reads slowly holds up its own streams, nobody else's.
      if (!socket.destroyed && !socket.write(packFrame(reply)))
        await Promise.race([once(socket, "drain"), once(socket, "close")]);
    };
    try {
      const operation = this.#operations.get(op);
      if (!operation) throw new SalinaError(unknownOperation, `There is no operation ${JSON.stringify(op)}.`);
      const done = await operation(params, (item) => send({ id, item }), signal);
      await send({ id, done });
    } catch (error) {
      if (!(error instanceof SalinaError))
        this.#log.error({ event: "local.failed", op, err: error }, "an operation failed");
      const known = error instanceof SalinaError ? error : internalError({});
      await send({
        id,
        error: { code: known.code, message: known.message, advice: known.advice, status: known.status },
      });
    }
  }
}

const unknownOperation = {
  code: "unknown-operation",
  status: 404,
  title: "Unknown operation",
  advice: "The command and the master are of different versions: install the same one of both.",
};

async function isServed(path: string): Promise<boolean> {
  const socket = connect(path);
  try {
    await once(socket, "connect");
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
