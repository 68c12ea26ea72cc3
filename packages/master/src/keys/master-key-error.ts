/** The master's own key cannot be used, so the master does not start: minions would take another key for an attack. */
export class MasterKeyError extends Error {
  readonly code = "master-key-unusable";
  readonly file: string;
  readonly reason: string;
  readonly advice: string;

  constructor(file: string, reason: string, advice: string, options?: ErrorOptions) {
    super(`${file}: ${reason}`, options);
    this.name = "MasterKeyError";
    this.file = file;
    this.reason = reason;
    this.advice = advice;
  }
}
