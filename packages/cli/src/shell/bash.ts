import { type CommandLine, optionsOf } from "../options/command.js";
import type { Completion, Option } from "../options/option.js";

/** Completion for bash: to be sourced. */
export function bashCompletion(commands: readonly CommandLine[]): string {
  return `${commands.map(forCommand).join("\n")}`;
}

function forCommand(command: CommandLine): string {
  const options = optionsOf(command);
  const withValue = options.filter(({ kind }) => kind !== "flag");
  const name = `_${command.program.replaceAll("-", "_")}`;
  const values = withValue.map((option) => `    ${pattern([option])}) ${reply(completionOf(option))}; return ;;`);
  const words = (command.words ?? []).map((completion, at) => `    ${at}) ${reply(completion)} ;;`);
  return `${name}() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD-1]} at=1 count=0
  COMPREPLY=()
  case "$prev" in
${values.join("\n")}
  esac
  if [[ $cur == -* ]]; then
    ${reply({ words: options.flatMap(({ flags }) => flags) })}
    return
  fi
  while ((at < COMP_CWORD)); do
    case "\${COMP_WORDS[at]}" in
    ${pattern(withValue)}) ((at++)) ;;
    -*) ;;
    *) ((count++)) ;;
    esac
    ((at++))
  done
  case $count in
${words.join("\n")}
    *) ;;
  esac
}
complete -o bashdefault -o default -F ${name} ${command.program}
`;
}

function completionOf({ completes, choices }: Option): Completion | undefined {
  return completes ?? (choices ? { words: choices } : undefined);
}

function pattern(options: readonly Option[]): string {
  return options.flatMap(({ flags }) => flags).join("|");
}

/** Words of other people never stand in here: \`salina complete\` prints only plain ones, since bash expands what it is given. */
function reply(completion: Completion | undefined): string {
  if (completion === undefined) return ":";
  if ("files" in completion) {
    return `mapfile -t COMPREPLY < <(compgen -${completion.files === "any" ? "f" : "d"} -- "$cur")`;
  }
  const words =
    "words" in completion ? `'${completion.words.join(" ")}'` : `"$(salina complete ${completion.ask} 2>/dev/null)"`;
  return `mapfile -t COMPREPLY < <(compgen -W ${words} -- "$cur")`;
}
