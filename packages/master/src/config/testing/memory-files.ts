import type { ConfigFile, ConfigFiles } from "../config-files.js";

export type FileSpec =
  | string
  | Uint8Array
  | { readonly text: string; readonly mode?: number; readonly directoryMode?: number };

/** Config files in memory, by path; those that only have text have mode 0600. */
export function memoryFiles(files: Readonly<Record<string, FileSpec>>): ConfigFiles {
  return {
    home: "/home/op",
    read: (path) => Promise.resolve(Object.hasOwn(files, path) ? toFile(files[path] ?? "") : null),
    list: (directory) =>
      Promise.resolve(
        Object.keys(files)
          .filter((path) => path.startsWith(`${directory}/`))
          .map((path) => path.slice(directory.length + 1))
          .filter((name) => !name.includes("/"))
          // As a directory may list them.
          .reverse(),
      ),
  };
}

function toFile(spec: FileSpec): ConfigFile {
  if (spec instanceof Uint8Array) return { bytes: spec, mode: 0o100600, directoryMode: 0o40755 };
  const { text, mode = 0o600, directoryMode = 0o755 } = typeof spec === "string" ? { text: spec } : spec;
  return { bytes: Buffer.from(text), mode: 0o100000 | mode, directoryMode: 0o40000 | directoryMode };
}
