import { spawnSync } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Output, runCommand } from "@salina/lab";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { checkout } from "../interop/releases.js";

/** The script that finds out what is built from what, with the shell and tools of this machine, and with those of busybox. */
const hasBusybox = spawnSync("busybox", ["true"]).status === 0;
if (!hasBusybox) console.log("SKIPPED: image-build with busybox tools: needs package busybox-static");

const script = join(checkout, "states/images/files/image-build.sh");
let directory: string;
let path: string;

describe.each(hasBusybox ? ["this machine", "busybox"] : ["this machine"])("with the tools of %s", (tools) => {
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), "salina-"));
    path = process.env["PATH"] ?? "";
    if (tools === "busybox") {
      path = join(directory, "bin");
      await mkdir(path);
      await runCommand("busybox", ["--install", "-s", path]);
      // Not every busybox has it; util-linux is always there, on Arch and on Debian.
      await runCommand("sh", ["-c", `[ -e ${path}/flock ] || ln -s "$(command -v flock)" ${path}/flock`]);
    }
  });
  afterEach(() => rm(directory, { recursive: true, force: true }));

  async function images(files: Readonly<Record<string, string>>): Promise<void> {
    for (const [name, text] of Object.entries(files)) {
      await mkdir(join(directory, "images", name), { recursive: true });
      await writeFile(join(directory, "images", name, "Dockerfile"), text);
    }
    await writeFile(
      join(directory, "conf"),
      `FOLDER=${directory}/images\nREGISTRY=reg:5000\nARCH=armv7h\nWAIT_SECONDS=0\n`,
    );
  }

  function imageBuild(...args: readonly string[]): Promise<Output> {
    const env = {
      PATH: path,
      IMAGE_BUILD_SETTINGS: join(directory, "conf"),
      IMAGE_BUILD_QUEUES: join(directory, "queues"),
    };
    return runCommand(tools === "busybox" ? join(path, "sh") : "sh", [script, ...args], { env });
  }
  const lines = ({ stdout }: Output) => stdout.trim().split("\n");

  test("bases are read from FROM lines as users write them", async () => {
    await images({
      base: "FROM scratch\n",
      tools: "FROM docker.io/library/busybox\n",
      plain: "FROM reg:5000/armv7h/base\nRUN true\n",
      tagged: "# FROM reg:5000/armv7h/tools\nfrom reg:5000/armv7h/base:latest\n",
      digest: "FROM --platform=linux/arm/v7 reg:5000/armv7h/base@sha256:00\n",
      variables: `ARG REGISTRY=other\nARG ARCH\nARG BASE="base"\nFROM \${REGISTRY}/$ARCH/\${BASE}:\${TAG:-latest}\n`,
      stages:
        "FROM reg:5000/armv7h/tools AS Build\nARG BASE=base\nFROM build as two\nFROM scratch\nCOPY --from=two /a /a\nCOPY --from=0 /b /b\nCOPY --chown=1 --from=reg:5000/armv7h/base /c /c\n",
      continued: "FROM \\\n  # a comment\n  reg:5000/armv7h/tools \\\n  AS x\n",
      elsewhere:
        "FROM other:5000/armv7h/base\nFROM reg:5000/x86/base\nFROM base\nFROM reg:5000/armv7h/pushed-by-hand\n",
      windows: "FROM reg:5000/armv7h/base\r\n",
    });

    const bases = async (name: string) => lines(await imageBuild("bases", name)).filter((line) => line !== "");

    expect(await bases("base")).toEqual([]);
    expect(await bases("tools")).toEqual([]);
    expect(await bases("plain")).toEqual(["base"]);
    expect(await bases("tagged")).toEqual(["base"]);
    expect(await bases("digest")).toEqual(["base"]);
    expect(await bases("variables")).toEqual(["base"]);
    expect(await bases("stages")).toEqual(["base", "tools"]);
    expect(await bases("continued")).toEqual(["tools"]);
    expect(await bases("elsewhere")).toEqual([]);
    expect(await bases("windows")).toEqual(["base"]);
  });

  test("every image comes after what it is built from, and a few are listed with their bases alone", async () => {
    await images({
      a: "FROM reg:5000/armv7h/c\n",
      b: "FROM reg:5000/armv7h/a\n",
      c: "FROM scratch\n",
      d: "FROM scratch\n",
    });

    expect(lines(await imageBuild("order"))).toEqual(["c", "a c", "b a", "d"]);
    expect(lines(await imageBuild("order", "a"))).toEqual(["c", "a c"]);
  });

  test("a circle is an error that names it", async () => {
    await images({ a: "FROM reg:5000/armv7h/b\n", b: "FROM reg:5000/armv7h/a\n" });

    const { code, stderr } = await imageBuild("plan", "run1");

    expect(code).toBe(1);
    expect(stderr).toMatch(/a circle: a b a/);
  });

  test("who is free takes the next that is ready, and what depends on a failed one is skipped", async () => {
    await images({
      base: "FROM scratch\n",
      bad: "FROM reg:5000/armv7h/base\n",
      child: "FROM reg:5000/armv7h/bad\n",
      good: "FROM reg:5000/armv7h/base\n",
      grandchild: "FROM reg:5000/armv7h/child\n",
    });
    await imageBuild("plan", "run1");
    const claim = async (node: string) => {
      const { stdout, code } = await imageBuild("claim", "run1", node);
      return code === 0 ? stdout.trim() : "nothing yet";
    };

    expect((await imageBuild("count", "run1")).stdout.trim()).toBe("5");
    expect(await claim("n1")).toBe("base");
    expect(await claim("n2")).toBe("nothing yet");
    expect(await claim("n1")).toBe("base");
    await imageBuild("report", "run1", "base", "done");
    expect((await Promise.all([claim("n1"), claim("n2"), claim("n3")])).sort()).toEqual(["bad", "good", "nothing yet"]);
    const { stdout: current } = await imageBuild("current", "run1", "n1");
    expect(["bad", "good", ""]).toContain(current.trim());
    await imageBuild("report", "run1", "bad", "failed");
    await imageBuild("report", "run1", "good", "done");
    expect(await claim("n1")).toBe("");

    const { stdout, code } = await imageBuild("summary", "run1");
    expect(code).toBe(1);
    expect(stdout.replace(/ n\d | - /g, " ").replace(/ +/g, " ")).toBe(
      "base done\nbad failed\nchild skipped: bad was not built\ngood done\ngrandchild skipped: child was not built\n",
    );
  });
});
