import { afterEach, beforeEach, expect, test } from "vitest";
import { Context, Router } from "zeromq";
import { RequestLine } from "./request-line.js";

let context: Context;
let router: Router;
let line: RequestLine;
beforeEach(async () => {
  context = new Context();
  router = new Router({ context, linger: 0 });
  await router.bind("tcp://127.0.0.1:*");
});
afterEach(() => {
  line.close();
  router.close();
});

const said = (text: string) => new Uint8Array(Buffer.from(text));

test("answers come to their requests, one at a time", async () => {
  line = new RequestLine(router.lastEndpoint ?? "", context, 5_000);
  const asked: string[] = [];
  const serve = async () => {
    for (let count = 0; count < 3; count += 1) {
      const [peer = Buffer.alloc(0), , body = Buffer.alloc(0)] = await router.receive();
      asked.push(body.toString());
      await router.send([peer, "", `${body.toString()}!`]);
    }
  };

  const served = serve();
  const answers = await Promise.all(["a", "b", "c"].map((text) => line.ask(said(text))));
  await served;

  expect(asked).toEqual(["a", "b", "c"]);
  expect(answers.map((answer) => Buffer.from(answer).toString())).toEqual(["a!", "b!", "c!"]);
});

test("an answer that comes too late is not taken for the next one's", async () => {
  line = new RequestLine(router.lastEndpoint ?? "", context, 200);
  const late = line.ask(said("slow"));
  const [firstPeer = Buffer.alloc(0)] = await router.receive();
  await expect(late).rejects.toThrow();

  const next = line.ask(said("next"));
  const [peer = Buffer.alloc(0), , body] = await router.receive();
  await router.send([firstPeer, "", "slow!"]);
  await router.send([peer, "", "next!"]);

  expect(body?.toString()).toBe("next");
  expect(Buffer.from(await next).toString()).toBe("next!");
});

test("a closed line refuses", async () => {
  line = new RequestLine(router.lastEndpoint ?? "", context, 200);
  line.close();

  await expect(line.ask(said("x"))).rejects.toThrow("closed");
});
