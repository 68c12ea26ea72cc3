import { cliDefaultNames } from "./cli-defaults.js";
import { type DocumentedOption, documentedOptions } from "./options.js";

/** The text of `docs/configuration.md`. */
export function configurationDocs(): string {
  return `# Configuration

Salina reads \`/etc/salt/master\` (or the file \`master\` of the directory after \`-c\`), then the files of
\`default_include\` (\`master.d/*.conf\`), then those of \`include\`, as a stock master does: what is read later replaces
whole options, and among included files maps and lists are merged. Options have Salt's names. Those of Salina itself
stand below \`salina:\`, which is merged in depth.

- A wrong type, a value out of range, a key that stands twice and broken YAML stop the start; the message names file,
  line and column, and what was expected.
- An option of Salt that is not supported is a warning in the log; so is a name that nobody knows. One that is set to
  stock's default asks for nothing and is not mentioned.
- A file that everybody may write is refused, and so is one in a directory that everybody may write.
- An option without a value (\`id:\`) has its default.
- Relative paths, and all paths when \`root_dir\` is set, stand below \`root_dir\`.

This page is made from the table that the loader reads by: \`node scripts/config-docs.mjs\`.

## Options of Salt

${table(documentedOptions.salt)}
## Options of Salina

These stand below \`salina:\`; a dot is one level of depth.

${table(documentedOptions.own)}
REST is served where \`rest\` is there and has \`tokens\`: a list of \`{name: ..., token: ...}\` or
\`{name: ..., token_file: ...}\`, each token with 32 to 512 characters, as \`openssl rand -hex 32\` makes them. A token file
must not be readable by everybody.

\`\`\`yaml
salina:
  rest:
    port: 8000
    tokens:
      - name: deploy
        token_file: /etc/salt/deploy.token
\`\`\`

## Defaults of the commands

These are read by \`salt\` and its companions as defaults of their own options:
${[...cliDefaultNames].map((name) => `\`${name}\``).join(", ")}.
`;
}

function table(options: readonly DocumentedOption[]): string {
  const rows = options.map(({ name, expected, default: standard, doc }) =>
    row([`\`${name}\``, expected, standard, doc]),
  );
  return `${[row(["option", "value", "default", "meaning"]), row(["---", "---", "---", "---"]), ...rows].join("\n")}\n`;
}

function row(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
}
