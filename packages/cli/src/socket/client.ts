import { connect, type Socket } from "node:net";
import { FrameReader, type LocalError, type LocalOp, type LocalOps, packFrame } from "@salina/api";

/** The daemon refused or failed to serve a request. Decide on `code`. */
export class DaemonError extends Error {
  readonly code: string;
  readonly advice: string;

  constructor(error: LocalError) {
    super(error.message);
    this.name = "DaemonError";
    this.code = error.code;
    this.advice = error.advice;
  }
}

/** The socket cannot be reached, or the daemon went away. */
export class DaemonGone extends Error {
  readonly path: string;
  /** `ENOENT`, `ECONNREFUSED`, `EACCES`, ...; empty when the connection ended. */
  readonly code: string;

  constructor(path: string, code: string, message: string) {
    super(message);
    this.name = "DaemonGone";
    this.path = path;
    this.code = code;
  }
}

type Reply<Op extends LocalOp> =
  | { readonly kind: "item"; readonly item: LocalOps[Op]["item"] }
  | { readonly kind: "done"; readonly done: LocalOps[Op]["done"] };

/** One connection to the daemon; requests are made one after the other. */
export class DaemonClient {
  readonly #socket: Socket;
  readonly #path: string;
  #lastId = 0;

  private constructor(socket: Socket, path: string) {
    this.#socket = socket;
    this.#path = path;
  }

  /** @throws DaemonGone */
  static connect(path: string): Promise<DaemonClient> {
    return new Promise((done, failed) => {
      const socket = connect(path);
      socket.once("error", (error) => failed(gone(path, error)));
      socket.once("connect", () => {
        socket.removeAllListeners("error");
        done(new DaemonClient(socket, path));
      });
    });
  }

  close(): void {
    this.#socket.destroy();
  }

  /** @throws DaemonError, DaemonGone */
  async call<Op extends LocalOp>(op: Op, params: LocalOps[Op]["params"]): Promise<LocalOps[Op]["done"]> {
    for await (const reply of this.#request(op, params)) {
      if (reply.kind === "done") return reply.done;
    }
    throw this.#ended();
  }

  /** The items of a request as they arrive, then what it ends with. @throws DaemonError, DaemonGone */
  async follow<Op extends LocalOp>(
    op: Op,
    params: LocalOps[Op]["params"],
    onItem: (item: LocalOps[Op]["item"]) => Promise<void>,
  ): Promise<LocalOps[Op]["done"]> {
    for await (const reply of this.#request(op, params)) {
      if (reply.kind === "done") return reply.done;
      await onItem(reply.item);
    }
    throw this.#ended();
  }

  /** The items of a request, as they arrive. @throws DaemonError, DaemonGone, AbortError of `signal` */
  async *stream<Op extends LocalOp>(
    op: Op,
    params: LocalOps[Op]["params"],
    signal?: AbortSignal,
  ): AsyncGenerator<LocalOps[Op]["item"]> {
    for await (const reply of this.#request(op, params, signal)) {
      if (reply.kind === "item") yield reply.item;
      else return;
    }
    throw this.#ended();
  }

  async *#request<Op extends LocalOp>(
    op: Op,
    params: LocalOps[Op]["params"],
    signal?: AbortSignal,
  ): AsyncGenerator<Reply<Op>> {
    signal?.throwIfAborted();
    const id = ++this.#lastId;
    const socket = this.#socket;
    const stop = () => socket.destroy();
    signal?.addEventListener("abort", stop, { once: true });
    try {
      socket.write(packFrame({ id, op, params }));
      const reader = new FrameReader();
      for await (const chunk of socket.iterator({ destroyOnReturn: false })) {
        for (const message of reader.push(chunk as Buffer)) {
          const reply = readReply<Op>(message, id);
          if (reply) yield reply;
        }
      }
      signal?.throwIfAborted();
    } catch (error) {
      signal?.throwIfAborted();
      if (error instanceof DaemonError) throw error;
      throw gone(this.#path, error);
    } finally {
      signal?.removeEventListener("abort", stop);
    }
  }

  #ended(): DaemonGone {
    return new DaemonGone(this.#path, "", "the connection ended before the answer was complete");
  }
}

/** The shapes of `done` and `item` are the daemon's word; only the frame is checked here. */
function readReply<Op extends LocalOp>(message: unknown, id: number): Reply<Op> | undefined {
  if (typeof message !== "object" || message === null || !("id" in message) || message.id !== id) return undefined;
  if ("error" in message) throw new DaemonError(message.error as LocalError);
  if ("item" in message) return { kind: "item", item: message.item as LocalOps[Op]["item"] };
  if ("done" in message) return { kind: "done", done: message.done as LocalOps[Op]["done"] };
  return undefined;
}

function gone(path: string, error: unknown): DaemonGone {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return new DaemonGone(path, code, error instanceof Error ? error.message : String(error));
}
