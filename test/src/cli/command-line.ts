export interface CommandLine {
  readonly program: string;
  readonly argv: readonly string[];
  readonly stdin: string;
  readonly env: Readonly<Record<string, string>>;
}

/**
 * Reads a line as a shell would: words, both kinds of quotes, `NAME=value` before the program, and `<<< 'text'` for the input.
 * Escapes in quotes are only `\n` and `\t`.
 */
export function readCommand(line: string): CommandLine {
  const words = split(line);
  const env: Record<string, string> = {};
  while (/^[A-Z_]+=/.test(words[0] ?? "")) {
    const [name = "", ...rest] = (words.shift() ?? "").split("=");
    env[name] = rest.join("=");
  }
  const input = words.indexOf("<<<");
  const stdin = input < 0 ? "" : `${words.splice(input, 2)[1] ?? ""}\n`;
  const [program = "", ...argv] = words;
  return { program, argv, stdin, env };
}

function split(line: string): string[] {
  const words: string[] = [];
  for (const [word] of line.matchAll(/(?:'[^']*'|"[^"]*"|[^\s'"])+/g)) {
    const bare = word.replace(/'([^']*)'|"([^"]*)"/g, (_, single?: string, double?: string) => single ?? double ?? "");
    words.push(bare.replaceAll("\\n", "\n").replaceAll("\\t", "\t"));
  }
  return words;
}
