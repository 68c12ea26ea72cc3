/** What went wrong while a pillar was made: for the minion, and with more detail for the log. */
export class Report {
  readonly forMinion: string[] = [];
  readonly errors: string[] = [];
  readonly warnings: string[] = [];

  /** @param detail what the log says instead, where the minion may not see everything */
  error(forMinion: string, detail: string = forMinion): void {
    this.forMinion.push(forMinion);
    this.errors.push(detail);
  }

  warn(text: string): void {
    if (!this.warnings.includes(text)) this.warnings.push(text);
  }
}
