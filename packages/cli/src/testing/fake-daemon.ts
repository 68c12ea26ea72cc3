import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FrameReader, type LocalRequest, type MinionResult, packFrame } from "@salina/api";
import { encode, type Value } from "@salina/wire";
import type { Io } from "../io.js";

/** How the fake answers one request. `hangUp` drops the connection. */
export interface Answer {
  item(item: unknown): void;
  done(done: unknown): void;
  fail(code: string, message?: string): void;
  hangUp(): void;
}
export type Handler = (params: unknown, answer: Answer) => void;

/** A stand-in for the daemon: a real unix socket in a directory of its own, answers by script. */
export class FakeDaemon {
  readonly dir = mkdtempSync(join(tmpdir(), "salina-cli-"));
  readonly path = join(this.dir, "salina.sock");
  readonly requests: { readonly op: string; readonly params: unknown }[] = [];
  readonly #handlers: Readonly<Record<string, Handler>>;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  constructor(handlers: Readonly<Record<string, Handler>>) {
    this.#handlers = handlers;
    this.#server = createServer((socket) => this.#serve(socket));
  }

  async start(): Promise<this> {
    await new Promise<void>((done) => {
      this.#server.listen(this.path, done);
    });
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((done) => this.#server.close(done));
    rmSync(this.dir, { recursive: true });
  }

  writeConfig(text: string): void {
    writeFileSync(join(this.dir, "master"), text);
  }

  #serve(socket: Socket): void {
    this.#sockets.add(socket);
    const reader = new FrameReader();
    socket.on("error", () => socket.destroy());
    socket.on("data", (chunk) => {
      for (const message of reader.push(chunk)) this.#answer(socket, message as LocalRequest);
    });
  }

  #answer(socket: Socket, request: LocalRequest): void {
    if (!("op" in request)) return;
    const { id, op, params } = request;
    this.requests.push({ op, params });
    const send = (reply: object) => socket.write(packFrame({ id, ...reply } as never));
    const answer: Answer = {
      item: (item) => send({ item }),
      done: (done) => send({ done }),
      fail: (code, message = code) => send({ error: { code, message, advice: "", status: 400 } }),
      hangUp: () => socket.destroy(),
    };
    const handler = this.#handlers[op];
    if (handler) handler(params, answer);
    else answer.fail("not-found", `no such operation: ${op}`);
  }
}

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface World {
  readonly stdin?: string;
  readonly env?: Io["env"];
  readonly isTTY?: boolean;
  readonly interrupt?: AbortSignal;
  /** Called with everything on standard output so far, at each write. */
  readonly onOutput?: (stdout: string) => void;
}

/** Runs a command with streams that are collected. */
export async function runCommand(
  main: (argv: readonly string[], io: Io) => Promise<number>,
  argv: readonly string[],
  world: World = {},
): Promise<Ran> {
  let stdout = "";
  let stderr = "";
  async function* stdin() {
    if (world.stdin) yield await Promise.resolve(world.stdin);
  }
  const code = await main(argv, {
    stdout: {
      write: (text) => {
        stdout += text;
        world.onOutput?.(stdout);
      },
    },
    stderr: {
      write: (text) => {
        stderr += text;
      },
    },
    stdin: stdin(),
    env: { HOME: "/nonexistent", ...world.env },
    isTTY: world.isTTY ?? false,
    ...(world.interrupt ? { interrupt: world.interrupt } : {}),
  });
  return { code, stdout, stderr };
}

/** The return of one minion, as the daemon streams it. */
export function result(minion: string, value: Value, more: Partial<MinionResult> = {}): MinionResult {
  return {
    minion,
    outcome: "returned",
    late: false,
    retcode: 0,
    success: true,
    value: encode(value, "network"),
    out: null,
    returnedAt: 0,
    confirmedAt: null,
    lastSeenAt: null,
    connected: true,
    ...more,
  };
}

/** A minion that ends without an answer. */
export function silence(minion: string, outcome: "offline" | "lost", connected: boolean | null): MinionResult {
  return result(minion, null, { outcome, connected, retcode: null, success: null, value: null, returnedAt: null });
}

export const fakeJid = "20261123012550814006";

/** A job that gives these results and ends. */
export function job(results: readonly MinionResult[], missing: readonly string[] = []): Handler {
  return (_, answer) => {
    answer.item({ kind: "published", job: { jid: fakeJid, minions: results.map(({ minion }) => minion), missing } });
    for (const each of results) answer.item({ kind: "result", result: each });
    answer.item({ kind: "end", state: "succeeded" });
    answer.done(null);
  };
}
