/** Shell pattern to regular expression, as Python's `fnmatch`: `*`, `?`, `[abc]`, `[!abc]`. */
export function globMatcher(glob: string): (text: string) => boolean {
  let source = "";
  for (let at = 0; at < glob.length; at++) {
    const char = glob.charAt(at);
    if (char === "*") source += ".*";
    else if (char === "?") source += ".";
    else if (char !== "[") source += escaped(char);
    else {
      const end = glob.indexOf("]", at + (glob.charAt(at + 1) === "!" ? 3 : 2));
      if (end < 0) {
        source += "\\[";
      } else {
        source += charClass(glob.slice(at + 1, end));
        at = end;
      }
    }
  }
  const pattern = new RegExp(`^${source}$`, "s");
  return (text) => pattern.test(text);
}

function charClass(inside: string): string {
  const negated = inside.startsWith("!");
  const members = (negated ? inside.slice(1) : inside).replace(/[\\\]^[]/g, "\\$&");
  const safe = members.replace(/(.)-(.)/g, (range, from: string, to: string) => (from <= to ? range : ""));
  if (safe === "") return negated ? "." : "(?!)";
  return `[${negated ? "^" : ""}${safe}]`;
}

function escaped(char: string): string {
  return /[\\^$.|+(){}\]/]/.test(char) ? `\\${char}` : char;
}
