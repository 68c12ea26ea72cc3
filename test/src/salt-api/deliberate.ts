interface Difference {
  readonly why: string;
  readonly stock: object;
  readonly ours: object;
}

const page = (status: number, body: unknown) => ({ status, type: "page", body });
const clients = (names: string) => ({ status: 200, body: { clients: names.split(" ") } });
const served = "local local_async local_batch local_subset runner runner_async ssh wheel wheel_async";
const crash = { status: 500, body: { return: "An unexpected error occurred", status: 500 } };
const noClient = "`destroy` is a method of stock's code, and no client";
const caller = "what the caller can mend is no failure of the server";
const effective =
  "the permissions that a user is told are those that are in force: what `*` may do counts for who is not named";

/** What is another thing on purpose, each with its reason. */
export const deliberate: Readonly<Record<string, Difference>> = {
  welcome: { why: noClient, stock: clients(`destroy ${served}`), ours: clients(served) },
  "run page": { why: noClient, stock: clients(`destroy ${served}`), ours: clients(served) },
  "what a browser asks for without an app": {
    why: noClient,
    stock: clients(`destroy ${served}`),
    ours: clients(served),
  },
  "welcome as YAML": {
    why: noClient,
    stock: {
      body: "clients:\n- destroy\n- local\n- local_async\n- local_batch\n- local_subset\n- runner\n- runner_async\n- ssh\n- wheel\n- wheel_async\nreturn: Welcome\n",
    },
    ours: {
      body: "clients:\n- local\n- local_async\n- local_batch\n- local_subset\n- runner\n- runner_async\n- ssh\n- wheel\n- wheel_async\nreturn: Welcome\n",
    },
  },
  "login with a list": {
    why: effective,
    stock: {
      body: {
        return: [
          {
            perms: [
              "test.outputter",
              "test.ping",
              { "@runner": ["manage.up"] },
              { "@wheel": ["key.list_all"] },
              { web2: ["test.*"] },
            ],
          },
        ],
      },
    },
    ours: {
      body: {
        return: [
          { perms: ["test.ping", { "@runner": ["manage.up"] }, { "@wheel": ["key.list_all"] }, { web2: ["test.*"] }] },
        ],
      },
    },
  },
  "login by a form": {
    why: effective,
    stock: { body: { return: [{ perms: [".*", "@jobs", "@runner", "@wheel", "test.outputter"] }] } },
    ours: { body: { return: [{ perms: [".*", "@jobs", "@runner", "@wheel"] }] } },
  },
  "keys without a token": {
    why: "the same words for everything that needs a session",
    stock: page(401, "No authentication credentials given"),
    ours: page(401, "No permission -- see authorization schemes"),
  },
  "a runner with its keywords beside": {
    why: "a list is a list of functions; stock takes it for a path once there is a job",
    stock: { status: 200 },
    ours: { status: 200, body: { return: [{}] } },
  },
  "versions of minions": {
    why: "it is another master",
    stock: { body: { return: [{ Master: "3006.30" }] } },
    ours: { body: { return: [{ Master: "Salina 0.1.0" }] } },
  },
  "no function": { why: caller, stock: crash, ours: page(400, "fun: is missing") },
  "no target": { why: caller, stock: crash, ours: page(400, "tgt: is missing") },
  "a runner that is not there": { why: caller, stock: crash, ours: page(400, "fun: 'no.such' is not available.") },
  "a nodegroup that is not there": { why: caller, stock: crash, ours: { status: 400, type: "page" } },
  "a wheel function that is not there": {
    why: "nobody needs the server's stack",
    stock: { status: 200 },
    ours: page(400, "fun: 'no.such' is not available."),
  },
  "carol's other function in a compound call": {
    why: "each function has to be allowed; in stock one allowed function opens all",
    stock: { status: 200, body: { return: [{ web1: { "test.ping": true } }] } },
    ours: page(401, "Authorization error occurred."),
  },
  "a name that begins like one that carol may": {
    why: "the whole name has to match",
    stock: { status: 200 },
    ours: page(401, "Authorization error occurred."),
  },
};
