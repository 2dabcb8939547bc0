import type { Cause, FromServer } from './control.ts';
import { ParsedOutput } from './flow.ts';
import { Link, type Listener, type Outside, type Refusal } from './link.ts';
import { TypedBytes, type Shelf } from './typed.ts';
import { CHUNK, Typing } from './typing.ts';

/** How the session stands, as the page shows it. A state carries what is true in it and nothing else. */
export type State =
  | { name: 'connecting' }
  | { name: 'waiting'; before: number }
  | { name: 'live'; node: boolean }
  | { name: 'reconnecting'; retryAt: number | undefined }
  | { name: 'ended'; cause: Cause; status?: number; text: string }
  | { name: 'replaced' }
  | { name: 'refused'; refusal: Refusal }
  | { name: 'lost' };

/** What shows the bytes: xterm in the page, an array in a test. */
export interface Screen {
  write(bytes: Uint8Array, parsed: () => void): void;
  clear(): void;
  readonly cols: number;
  readonly rows: number;
}

export interface Watcher {
  changed(): void;
  /** Typed text that did not fit anywhere was not taken. */
  overfull(): void;
}

/** One session in one tab: joins line, screen and typed bytes. Knows no DOM. */
export class TerminalSession implements Listener {
  state: State = { name: 'connecting' };
  latency: number | undefined;
  readonly #client: string;
  readonly #screen: Screen;
  readonly #watcher: Watcher;
  readonly #outside: Outside;
  readonly #link: Link;
  readonly #flow: ParsedOutput;
  readonly #typed: TypedBytes;
  readonly #typing: Typing;
  #wasPasting = false;
  #shown = 0;
  readonly #utf8 = new TextEncoder();

  constructor(id: string, client: string, shelf: Shelf, screen: Screen, outside: Outside, watcher: Watcher) {
    this.#client = client;
    this.#screen = screen;
    this.#watcher = watcher;
    this.#outside = outside;
    this.#link = new Link(outside, this);
    this.#flow = new ParsedOutput((offset) => this.#link.tell({ type: 'parsed', offset }), outside);
    this.#typed = new TypedBytes(shelf, `postern.typed.${id}.${client}`);
    this.#typing = new Typing(this.#typed, (chunk) => this.#link.send(chunk), () => this.#queued());
  }

  get pasting(): number | undefined {
    return this.#typing.progress;
  }

  /** Bytes typed that the node has not confirmed. */
  get waiting(): number {
    return this.#typed.waiting;
  }

  /** What is being drawn was on a screen before: questions in it have had their answers. */
  get replaying(): boolean {
    return this.#flow.parsed < this.#shown;
  }

  /** Also the way back after `replaced` and `lost`. */
  start(): void {
    this.#become({ name: 'connecting' });
    this.#link.dial();
  }

  /** Takes what is typed while there is any hope that it arrives: live, connecting, waiting and reconnecting. */
  type(text: string): void {
    this.typeBytes(this.#utf8.encode(text));
  }

  typeBytes(bytes: Uint8Array): void {
    if (!hopeful(this.state)) return;
    if (!this.#typing.offer(bytes)) this.#watcher.overfull();
  }

  cancelPaste(): void {
    this.#typing.cancel();
  }

  resized(): void {
    this.#link.tell({ type: 'size', cols: this.#screen.cols, rows: this.#screen.rows });
  }

  end(): void {
    this.#link.tell({ type: 'end' });
  }

  hurry(): void {
    this.#link.hurry();
  }

  stop(): void {
    this.#link.stop();
    this.#flow.stop();
  }

  // what the line tells

  greeting() {
    return { client: this.#client, resume: this.#flow.next, cols: this.#screen.cols, rows: this.#screen.rows };
  }

  connecting(_attempt: number, retryIn: number | undefined): void {
    this.latency = undefined;
    const retryAt = retryIn === undefined ? undefined : this.#outside.now() + retryIn;
    const first = this.#flow.next < 0 && retryIn === undefined && this.state.name === 'connecting';
    this.#become(first ? { name: 'connecting' } : { name: 'reconnecting', retryAt });
  }

  said(message: FromServer): void {
    switch (message.type) {
      case 'opened': {
        if (!message.exact) this.#screen.clear();
        this.#flow.opened(message.offset);
        this.#shown = message.shown;
        const again = this.#typed.resume(message.received);
        for (let at = 0; at < again.length; at += CHUNK) this.#link.send(again.slice(at, at + CHUNK));
        this.#typing.pump();
        this.resized(); // it may have changed between the first message and now
        return this.#become({ name: 'live', node: true });
      }
      case 'accepted':
        this.#typed.accepted(message.offset);
        return this.#typing.pump();
      case 'waiting':
        return this.#become({ name: 'waiting', before: message.before });
      case 'starting':
        return this.#become({ name: 'connecting' });
      case 'legs':
        return this.#become({ name: 'live', node: message.node });
      case 'ended': {
        const { type: _, ...facts } = message;
        return this.#become({ name: 'ended', ...facts });
      }
      case 'replaced':
        return this.#become({ name: 'replaced' });
      case 'pong':
        return;
    }
  }

  output(bytes: Uint8Array): void {
    const past = Math.min(Math.max(this.#shown - this.#flow.next, 0), bytes.length);
    // cut where the past ends, so that `replaying` is true for all of a piece or for none of it
    if (past > 0) this.#show(bytes.subarray(0, past));
    if (past < bytes.length) this.#show(bytes.subarray(past));
  }

  #show(bytes: Uint8Array): void {
    this.#screen.write(bytes, this.#flow.arrived(bytes.length));
  }

  /** `ms` is one round trip from page to server and back. */
  pulse(ms: number): void {
    this.latency = ms;
    this.#watcher.changed();
  }

  refused(refusal: Refusal): void {
    this.#become({ name: 'refused', refusal });
  }

  gaveUp(): void {
    this.#become({ name: 'lost' });
  }

  /** A key that goes straight through changes nothing that is shown. */
  #queued(): void {
    if (this.state.name !== 'live' || this.pasting !== undefined || this.#wasPasting) this.#watcher.changed();
    this.#wasPasting = this.pasting !== undefined;
  }

  #become(state: State): void {
    this.state = state;
    this.#watcher.changed();
  }
}

export function hopeful(state: State): boolean {
  return state.name === 'live' || state.name === 'connecting' || state.name === 'waiting' || state.name === 'reconnecting';
}
