/** The store's file cannot be used. The message names the file and says why. */
export class StoreOpenError extends Error {
  readonly file: string;
  constructor(file: string, reason: string, options?: ErrorOptions) {
    super(`The store ${file} cannot be opened: ${reason}.`, options);
    this.name = "StoreOpenError";
    this.file = file;
  }
}
