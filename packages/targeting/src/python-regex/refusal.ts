/** Ends the reading of a pattern; never leaves this folder: `translatePythonRegex` turns it into a value. */
export class Refusal extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = "Refusal";
  }
}
