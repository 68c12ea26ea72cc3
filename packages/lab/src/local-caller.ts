import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { FrameReader, type LocalOp, type LocalOps, type LocalReply, packFrame } from "@salina/api";

interface Open {
  readonly item: (item: unknown) => void;
  readonly done: (value: unknown) => void;
  readonly failed: (error: Error) => void;
}

/** One connection to the daemon's local socket that carries many questions at once. */
export class LocalCaller {
  readonly #socket: Socket;
  readonly #open = new Map<number, Open>();
  #last = 0;

  private constructor(socket: Socket) {
    this.#socket = socket;
    const reader = new FrameReader();
    socket.on("data", (chunk: Buffer) => {
      for (const reply of reader.push(chunk) as LocalReply[]) this.#take(reply);
    });
    socket.on("error", () => undefined);
    socket.on("close", () => {
      for (const { failed } of this.#open.values()) failed(new Error("the daemon hung up"));
      this.#open.clear();
    });
  }

  static async connect(socketPath: string): Promise<LocalCaller> {
    const socket = connect(socketPath);
    await once(socket, "connect");
    return new LocalCaller(socket);
  }

  /** @throws Error with the daemon's message, or when the connection ends */
  ask<Op extends LocalOp>(
    op: Op,
    params: LocalOps[Op]["params"],
    item: (item: LocalOps[Op]["item"]) => void = () => undefined,
  ): Promise<LocalOps[Op]["done"]> {
    return new Promise((resolve, reject) => {
      if (this.#socket.destroyed) return reject(new Error("the daemon hung up"));
      this.#last += 1;
      this.#open.set(this.#last, {
        item: item as (item: unknown) => void,
        done: resolve as (value: unknown) => void,
        failed: reject,
      });
      this.#socket.write(packFrame({ id: this.#last, op, params }));
    });
  }

  close(): void {
    this.#socket.destroy();
  }

  #take(reply: LocalReply): void {
    const open = this.#open.get(reply.id);
    if (!open) return;
    if ("item" in reply) {
      open.item(reply.item);
      return;
    }
    this.#open.delete(reply.id);
    if ("error" in reply) open.failed(new Error(`${reply.error.code}: ${reply.error.message}`));
    else open.done(reply.done);
  }
}
