import type { Screen } from '../projector.ts';
import { NotReceived, type Refusal, type Source } from '../recording.ts';
import type { Size } from '../segment.ts';
import type { Outside } from '../viewing.ts';
import { FakeShelf } from '../../terminal/tests/fakes.ts';
import { size, writeSegment, type Written } from './writer.ts';

/** A server that is a map, a screen that is a string, time moved by hand: for tests. */

export interface Cut {
  from: number;
  to: number;
  events: Written[];
  key?: string;
  columns?: number;
}

export class FakeSource implements Source {
  readonly asked: number[] = [];
  readonly broken = new Map<number, Refusal | Uint8Array>();
  readonly aborted: number[] = [];
  cuts: Cut[];
  told: Record<string, unknown> = {};
  written: unknown = { lines: [] };
  /** Segments are kept back until they are let go. */
  #held: (() => void)[] | undefined;

  constructor(...cuts: Cut[]) {
    this.cuts = cuts;
  }

  hold() {
    this.#held = [];
  }

  letGo() {
    for (const go of this.#held ?? []) go();
    this.#held = undefined;
  }

  async index() {
    const { cuts } = this;
    return {
      session: 's', startedAt: '2026-11-27T14:00:00Z', durationMs: cuts.at(-1)?.to ?? 0, columns: 80, rows: 24, live: false, state: 'complete', lines: '/recordings/s/lines',
      segments: cuts.map(({ from, to }, at) => ({ number: at + 1, fromMs: from, toMs: to, offset: 0, bytes: 0 })), activity: [], markers: [], commands: [], ...this.told,
    };
  }

  async segment(number: number, signal: AbortSignal) {
    this.asked.push(number);
    signal.addEventListener('abort', () => this.aborted.push(number));
    if (this.#held) await new Promise<void>((go) => this.#held!.push(go));
    const broken = this.broken.get(number);
    if (typeof broken === 'string') throw new NotReceived(broken);
    if (broken) return broken;
    const { from, events, key = `[${number}]`, columns = 80 } = this.cuts[number - 1];
    return writeSegment(number, from, 0, size(columns, 24, key), events);
  }

  async lines() {
    return this.written;
  }
}

export class FakeScreen implements Screen {
  /** What a reset leaves nothing of; sizes are told as <80x24>. */
  shown = '';
  writes = 0;
  slow = false;
  #unparsed: (() => void)[] = [];

  resize({ columns, rows }: Size) {
    this.shown += `<${columns}x${rows}>`;
  }
  write(bytes: Uint8Array, parsed: () => void) {
    this.writes++;
    const text = this.shown + new TextDecoder().decode(bytes);
    this.shown = text.slice(text.lastIndexOf('\x18\x1bc') < 0 ? 0 : text.lastIndexOf('\x18\x1bc') + 3);
    if (this.slow) this.#unparsed.push(parsed);
    else parsed();
  }
  catchUp() {
    for (const parsed of this.#unparsed.splice(0)) parsed();
  }
}

export class FakeOutside implements Outside {
  readonly shelf = new FakeShelf();
  time = 0;
  #timers: { at: number; what: () => void }[] = [];

  now() {
    return this.time;
  }
  after(ms: number, what: () => void) {
    const timer = { at: this.time + ms, what };
    this.#timers.push(timer);
    return () => void (this.#timers = this.#timers.filter((other) => other !== timer));
  }
  async pass(ms: number) {
    this.time += ms;
    const due = this.#timers.filter(({ at }) => at <= this.time);
    this.#timers = this.#timers.filter(({ at }) => at > this.time);
    for (const { what } of due) what();
    await settled();
  }
}

/** Lets promises that are ready run. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

export function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

