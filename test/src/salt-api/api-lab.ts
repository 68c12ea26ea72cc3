import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  freePorts,
  type MasterUnderTest,
  type SalinaMaster,
  type StockMinion,
  startMinion,
  startSalinaMaster,
  startStockMaster,
  startStockSaltApi,
} from "@salina/lab";
import { checkout } from "../interop/releases.js";

const clients = "local local_async local_batch local_subset runner runner_async wheel wheel_async".split(" ");

/** Rules of both masters: the same people, by `auto`. */
export const rules = {
  auto: {
    bob: [".*", "@runner", "@wheel", "@jobs"],
    carol: ["test.ping", { web2: ["test.*"] }, { "@runner": ["manage.up"] }, { "@wheel": ["key.list_all"] }],
    dave: [{ "web*": [{ "test.echo": { args: ["a.*"] } }] }],
    "e*": ["test.version"],
    "*": ["test.outputter"],
  },
};

export interface Asked {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Text as it is; anything else as JSON. */
  readonly body?: unknown;
  /** Whose token goes along; default: bob's; null: nobody's. */
  readonly as?: string | null;
}

export interface Answered {
  readonly status: number;
  readonly type: string;
  readonly body: unknown;
}

/** A master with the interface of salt-api and two stock minions. */
export class ApiLab {
  readonly url: string;
  readonly master: MasterUnderTest;
  readonly directory: string;
  readonly #api: { stop(): Promise<void> } | null;
  readonly #minions: readonly StockMinion[];
  readonly #tokens = new Map<string, string>();

  private constructor(
    url: string,
    directory: string,
    master: MasterUnderTest,
    api: { stop(): Promise<void> } | null,
    minions: readonly StockMinion[],
  ) {
    this.url = url;
    this.directory = directory;
    this.master = master;
    this.#api = api;
    this.#minions = minions;
  }

  static async start(
    kind: "salina" | "stock",
    bin: string,
    more: { readonly rest?: object; readonly config?: object } = {},
  ): Promise<ApiLab> {
    const directory = await mkdtemp(join(tmpdir(), "salina-"));
    const [port = 0] = await freePorts(1);
    const url = `http://127.0.0.1:${port}`;
    const states = join(directory, "states");
    await mkdir(join(states, "orch"), { recursive: true });
    await writeFile(join(states, "one.sls"), "one:\n  test.succeed_without_changes: []\n");
    await writeFile(join(states, "orch/ping.sls"), "ping:\n  salt.function:\n    - name: test.ping\n    - tgt: web1\n");
    const extraConfig = {
      id: "box_master",
      auto_accept: true,
      timeout: 5,
      gather_job_timeout: 3,
      file_roots: { base: [states] },
      external_auth: rules,
      netapi_enable_clients: clients,
      rest_cherrypy: { host: "127.0.0.1", port, disable_ssl: true, ...more.rest },
      nodegroups: { all: "web*" },
      saltgui_pages: ["minions"],
      ...more.config,
    };
    const root = join(directory, "master");
    const master: MasterUnderTest | SalinaMaster =
      kind === "stock"
        ? await startStockMaster({ bin, root, extraConfig })
        : await startSalinaMaster({ checkout, root, extraConfig });
    const api = kind === "stock" ? await startStockSaltApi({ bin, configDir: master.configDir, url }) : null;
    const minions = await Promise.all(
      ["web1", "web2"].map((id) =>
        startMinion({
          bin,
          id,
          master: "127.0.0.1",
          publishPort: master.publishPort,
          requestPort: master.requestPort,
          root: join(directory, id),
          extraConfig: { enable_fqdns_grains: false, enable_gpu_grains: false },
        }),
      ),
    );
    await Promise.all(minions.map((minion) => minion.waitForLog(/Minion is ready to receive requests/, 90_000)));
    return new ApiLab(url, directory, master, api, minions);
  }

  async login(user: string, more: object = {}): Promise<Record<string, unknown>> {
    const body = JSON.stringify({ username: user, password: "x", eauth: "auto", ...more });
    const headers = { "content-type": "application/json" };
    const response = await fetch(`${this.url}/login`, { method: "POST", headers, body });
    const { return: list } = (await response.json()) as { return: Record<string, unknown>[] };
    return list[0] ?? {};
  }

  async ask({ method = "POST", path = "/", headers = {}, body, as = "bob" }: Asked): Promise<Answered> {
    if (as !== null && !this.#tokens.has(as)) this.#tokens.set(as, String((await this.login(as))["token"]));
    const response = await fetch(`${this.url}${path}`, {
      method,
      redirect: "manual",
      headers: {
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...(as === null ? {} : { "x-auth-token": this.#tokens.get(as) ?? "" }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    const type = response.headers.get("content-type") ?? "";
    const text = await response.text();
    return { status: response.status, type, body: type === "application/json" ? JSON.parse(text) : text };
  }

  async end(): Promise<void> {
    await Promise.all(this.#minions.map((minion) => minion.kill9()));
    await this.#api?.stop();
    await this.master.stop();
    await rm(this.directory, { recursive: true, force: true });
  }
}
