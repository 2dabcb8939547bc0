/** Where in the recording one is, while time goes by. It owns no timer: whoever has the time tells it. */

export const SPEEDS = [0.5, 1, 2, 4, 8, 16] as const;
/** A pause that lasts longer is cut to this, where pauses are skipped: ms of the recording. */
export const IDLE = 2_000;
/** A page in the background is not called for a while; then the recording waited, too. Milliseconds of the viewer. */
const LONGEST_TICK = 500;

/** The pause a moment lies in: from the last event to the next one, if there is a next one. */
export interface Pause {
  from: number;
  to: number | undefined;
}

export class PlayerClock {
  playing = false;
  speed = 1;
  skipIdle = false;
  /** How far one can go; a live recording's grows. */
  end = 0;
  #ms = 0;
  #told = 0;

  get ms(): number {
    return this.#ms;
  }

  get atEnd(): boolean {
    return this.#ms >= this.end;
  }

  play(now: number): void {
    this.playing = true;
    this.#told = now;
  }

  pause(): void {
    this.playing = false;
  }

  seek(ms: number): void {
    this.#ms = Math.min(Math.max(0, ms), this.end);
  }

  /** Time went by; nothing was to be seen meanwhile, so the recording stood still. */
  stall(now: number): void {
    this.#told = now;
  }

  /** Goes on to now, and out of the pause it is in if pauses are skipped. Answers where it is. */
  tick(now: number, pause: (ms: number) => Pause): number {
    const passed = Math.min(LONGEST_TICK, Math.max(0, now - this.#told));
    this.#told = now;
    if (!this.playing) return this.#ms;
    this.seek(this.#ms + passed * this.speed);
    if (this.skipIdle) {
      const { from, to } = pause(this.#ms);
      if (to !== undefined && to - from > IDLE && this.#ms >= from + IDLE) this.seek(to);
    }
    return this.#ms;
  }
}
