import { join } from "node:path";
import { LogText } from "./process/log-text.js";
import { ProcessFamily } from "./process/process-family.js";
import { stockEnvironment } from "./salt-config.js";
import { until } from "./until.js";

/** The stock `salt-api` of a release beside its master. Resolves when it answers. */
export async function startStockSaltApi(options: {
  /** Directory of a virtual environment's programs. */
  readonly bin: string;
  readonly configDir: string;
  readonly url: string;
}): Promise<{ stop(): Promise<void> }> {
  const log = new LogText();
  const family = new ProcessFamily({
    command: join(options.bin, "salt-api"),
    args: ["-c", options.configDir, "-l", "warning"],
    env: stockEnvironment(),
    onOutput: (chunk) => log.append(chunk),
    onEnd: (how) => log.close(`salt-api ${how}`),
  });
  const answers = async () => {
    if (!family.isRunning) throw new Error(`salt-api: ${log.text}`);
    return await fetch(options.url).then(
      () => true,
      () => false,
    );
  };
  await until(answers, { timeoutMs: 60_000, about: "salt-api to answer", everyMs: 200 });
  return { stop: () => family.kill() };
}
