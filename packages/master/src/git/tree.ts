export type GitEntry = GitBlob | { readonly kind: "tree" };

export interface GitBlob {
  readonly kind: "file" | "link";
  /** As git has it: 0o100644, 0o100755, 0o120000. */
  readonly mode: number;
  readonly object: string;
  readonly bytes: number;
}

/** Everything in a commit by path. Submodules are left out, and names that are not UTF-8. */
export type GitTree = ReadonlyMap<string, GitEntry>;

/** Reads what `git ls-tree -r -t -l -z` prints. */
export function readTree(printed: Buffer): GitTree {
  const tree = new Map<string, GitEntry>();
  for (const line of printed.toString("utf8").split("\0")) {
    const found = /^(\d{6}) (blob|tree) ([0-9a-f]{40,64}) +(\d+|-)\t([\s\S]+)$/.exec(line);
    if (!found) continue;
    const [, mode = "", type = "", object = "", bytes = "", path = ""] = found;
    if (path.includes("\uFFFD")) continue;
    if (type === "tree") tree.set(path, { kind: "tree" });
    else {
      const kind = mode === "120000" ? "link" : "file";
      tree.set(path, { kind, mode: Number.parseInt(mode, 8), object, bytes: Number(bytes) });
    }
  }
  return tree;
}
