import { statSync } from "node:fs";
import * as modules from "node:module";
import { fileURLToPath } from "node:url";

/** Runs a command from its bundle; from the built files where there is none, or an older one. */
export async function start(name) {
  const bundle = new URL(`../bundle/${name}.mjs`, import.meta.url);
  if (changedAt(bundle) < changedAt(new URL("../dist/.tsbuildinfo", import.meta.url)) || changedAt(bundle) === 0) {
    await import(`../dist/bin/${name}.js`);
    return;
  }
  // Beside the code, where only those can write who may change the code too.
  modules.enableCompileCache?.(fileURLToPath(new URL("../bundle/.cache", import.meta.url)));
  await import(bundle.href);
}

function changedAt(url) {
  return statSync(url, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
