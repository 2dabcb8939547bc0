/** Counts output bytes so that the server knows how far the page has parsed, and how far to resume from. */

/** One report for this many parsed bytes: an eighth of the server's window, so that a fast page never stands still. */
export const REPORT_EVERY = 64 * 1024;

/** Nothing more to parse for this long, in ms: tell where we are. */
export const QUIET = 100;

export interface Timers {
  after(ms: number, what: () => void): () => void;
}

export class ParsedOutput {
  #arrived = -1;
  #parsed = -1;
  #reported = -1;
  #forget: (() => void) | undefined;
  readonly #report: (offset: number) => void;
  readonly #timers: Timers;

  constructor(report: (offset: number) => void, timers: Timers) {
    this.#report = report;
    this.#timers = timers;
  }

  /** The offset of the next byte this page has not been sent yet; -1 before the first. */
  get next(): number {
    return this.#arrived;
  }

  /** The offset up to which output is on the screen; -1 before the first. */
  get parsed(): number {
    return this.#parsed;
  }

  /** Output that follows starts here. What was still being parsed no longer counts. */
  opened(offset: number): void {
    this.stop();
    this.#arrived = offset;
    this.#parsed = offset;
    this.#reported = offset;
  }

  /** These many bytes came in; the answer is to be called when they are parsed. */
  arrived(bytes: number): () => void {
    this.#arrived += bytes;
    const upTo = this.#arrived;
    return () => this.#done(upTo);
  }

  stop(): void {
    this.#forget?.();
    this.#forget = undefined;
  }

  #done(upTo: number): void {
    if (upTo <= this.#parsed || upTo > this.#arrived) return; // from before a reconnect
    this.#parsed = upTo;
    if (upTo - this.#reported >= REPORT_EVERY) this.#tell();
    else this.#forget ??= this.#timers.after(QUIET, () => this.#tell());
  }

  #tell(): void {
    this.stop();
    if (this.#parsed === this.#reported) return;
    this.#reported = this.#parsed;
    this.#report(this.#parsed);
  }
}
