/** How Python changes the case of text. */

export function capitalize(text: string): string {
  const [first = ""] = text;
  return titleCase(first) + text.slice(first.length).toLowerCase();
}

/** Every run of letters starts large. */
export function title(text: string): string {
  let within = false;
  let made = "";
  for (const char of text) {
    made += within ? char.toLowerCase() : titleCase(char);
    within = isCased(char);
  }
  return made;
}

// Python has a title case of its own: "ß" becomes "Ss".
function titleCase(char: string): string {
  const digraph = DIGRAPHS.get(char);
  if (digraph !== undefined) return digraph;
  const upper = char.toUpperCase();
  const [first = "", ...rest] = upper;
  return rest.length === 0 ? upper : first + rest.join("").toLowerCase();
}

const DIGRAPHS = new Map(
  ["Ǆǅǆ", "Ǉǈǉ", "Ǌǋǌ", "Ǳǲǳ"].flatMap((forms) => [...forms].map((form) => [form, forms.charAt(1)] as const)),
);

export function swapCase(text: string): string {
  return Array.from(text, (char) => (char === char.toLowerCase() ? char.toUpperCase() : char.toLowerCase())).join("");
}

function isCased(char: string): boolean {
  return /[\p{Uppercase}\p{Lowercase}\p{Lt}]/u.test(char);
}

export function isLower(text: string): boolean {
  return /\p{Lowercase}/u.test(text) && !/[\p{Uppercase}\p{Lt}]/u.test(text);
}

export function isUpper(text: string): boolean {
  return /\p{Uppercase}/u.test(text) && !/[\p{Lowercase}\p{Lt}]/u.test(text);
}

export function isTitle(text: string): boolean {
  return /\p{Alphabetic}/u.test(text) && Array.from(text).some(isCased) && title(text) === text;
}
