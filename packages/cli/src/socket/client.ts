import { connect, type Socket } from "node:net";
import { FrameReader, type LocalError, type LocalOp, type LocalOps, packFrame } from "@salina/api";
import { Inbox } from "./inbox.js";

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

// Replies that wait to be taken, of all requests together. Above it the daemon is made to wait.
const mostWaiting = 256;

/** One connection to the daemon; any number of requests may be open on it. */
export class DaemonClient {
  readonly #socket: Socket;
  readonly #path: string;
  readonly #open = new Map<number, Inbox>();
  #lastId = 0;
  #waiting = 0;

  private constructor(socket: Socket, path: string) {
    this.#socket = socket;
    this.#path = path;
    const reader = new FrameReader();
    socket.on("data", (chunk: Buffer) => {
      try {
        for (const message of reader.push(chunk)) this.#take(message);
      } catch (error) {
        socket.destroy(error instanceof Error ? error : new Error(String(error)));
      }
    });
    socket.on("error", (error) => this.#endAll(gone(path, error)));
    socket.on("close", () => this.#endAll(new DaemonGone(path, "", cutShort)));
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
    return await this.follow(op, params, () => Promise.resolve());
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
    throw new DaemonGone(this.#path, "", cutShort);
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
  }

  async *#request<Op extends LocalOp>(
    op: Op,
    params: LocalOps[Op]["params"],
    signal?: AbortSignal,
  ): AsyncGenerator<Reply<Op>> {
    signal?.throwIfAborted();
    const id = ++this.#lastId;
    const inbox = new Inbox();
    this.#open.set(id, inbox);
    const stop = () => inbox.end(signal?.reason);
    signal?.addEventListener("abort", stop, { once: true });
    let isOver = false;
    try {
      if (this.#socket.destroyed) throw new DaemonGone(this.#path, "", cutShort);
      this.#socket.write(packFrame({ id, op, params }));
      while (!isOver) {
        signal?.throwIfAborted();
        const reply = readReply<Op>(await inbox.take());
        this.#taken(1);
        if (!reply) continue;
        isOver = reply.kind === "done";
        yield reply;
      }
    } catch (error) {
      isOver ||= error instanceof DaemonError;
      throw error;
    } finally {
      signal?.removeEventListener("abort", stop);
      this.#open.delete(id);
      this.#taken(inbox.size);
      if (!isOver && !this.#socket.destroyed) this.#socket.write(packFrame({ id, cancel: true }));
    }
  }

  #take(message: unknown): void {
    const id = typeof message === "object" && message !== null && "id" in message ? message.id : null;
    const inbox = typeof id === "number" ? this.#open.get(id) : undefined;
    if (!inbox) return;
    inbox.put(message);
    if (++this.#waiting > mostWaiting) this.#socket.pause();
  }

  #taken(count: number): void {
    this.#waiting -= count;
    if (this.#waiting <= mostWaiting && this.#socket.isPaused()) this.#socket.resume();
  }

  #endAll(error: DaemonGone): void {
    for (const inbox of this.#open.values()) inbox.end(error);
  }
}

const cutShort = "the connection ended before the answer was complete";

/** The shapes of `done` and `item` are the daemon's word; only the frame is checked here. */
function readReply<Op extends LocalOp>(message: unknown): Reply<Op> | undefined {
  if (typeof message !== "object" || message === null) return undefined;
  if ("error" in message) throw new DaemonError(message.error as LocalError);
  if ("item" in message) return { kind: "item", item: message.item as LocalOps[Op]["item"] };
  if ("done" in message) return { kind: "done", done: message.done as LocalOps[Op]["done"] };
  return undefined;
}

function gone(path: string, error: unknown): DaemonGone {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return new DaemonGone(path, code, error instanceof Error ? error.message : String(error));
}
