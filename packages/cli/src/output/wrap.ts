/** Python's `textwrap.fill` with an indentation: white space becomes blanks, long words are cut. */
export function wrapText(text: string, width: number, indent: string): string {
  const room = width - indent.length;
  const flat = expandTabs(text).replace(/[\t\n\v\f\r ]/g, " ");
  const lines: string[] = [];
  let line = "";
  for (const piece of flat.match(/ +|[^ -]+-+(?=[^ -])|[^ ]+/g) ?? []) {
    let rest = piece;
    if (line.length + rest.trimEnd().length > room && line.trim() !== "") {
      lines.push(line.trimEnd());
      line = "";
    }
    while (rest.trimEnd().length > room) {
      lines.push(rest.slice(0, room));
      rest = rest.slice(room);
    }
    if (line === "" && lines.length > 0) rest = rest.trimStart();
    line += rest;
  }
  if (line.trim() !== "") lines.push(line.trimEnd());
  return lines.map((each) => indent + each).join("\n");
}

function expandTabs(text: string): string {
  return text.replace(/\t/g, "        ");
}
