/** A line about what is being done, on standard error: standard output belongs to the command. */
export function say(text) {
  process.stderr.write(`salina: ${text}\n`);
}

export function fail(text) {
  say(text);
  process.exit(1);
}
