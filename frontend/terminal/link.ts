import { decode, encode, type FromServer, type ToServer } from './control.ts';
import type { Timers } from './flow.ts';

/** The line to the server: a ticket, a socket, a pulse, and all of it again when it breaks. */

export const FIRST_RETRY = 250;
export const LONGEST_RETRY = 5_000;
/** Then somebody must ask for it: by now the session is over, unless the server itself was away. */
export const GIVE_UP = 60 * 60_000;
export const PING_EVERY = 5_000;
/** Nothing at all from the server for this long, although pinged: the line is dead, whatever TCP says. */
export const SILENCE = 15_000;

export type Ticket = { ticket: string } | { refused: Refusal } | 'unreachable';
export type Refusal = 'signed-out' | 'not-found' | 'forbidden';

export interface Socket {
  binaryType: string;
  readonly bufferedAmount: number;
  onopen: (() => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: ((event: { code: number; reason: string }) => void) | null;
  send(data: string | Uint8Array<ArrayBuffer>): void;
  close(): void;
}

/** What the line needs from the page. Clock and chance come from outside, so a test moves them by hand. */
export interface Outside extends Timers {
  now(): number;
  random(): number;
  ticket(): Promise<Ticket>;
  socket(): Socket;
}

export interface Listener {
  /** Asked at every attempt, for the first message. */
  greeting(): Omit<Extract<ToServer, { type: 'open' }>, 'type' | 'ticket'>;
  connecting(attempt: number, retryIn: number | undefined): void;
  said(message: FromServer): void;
  output(bytes: Uint8Array): void;
  pulse(ms: number): void;
  refused(refusal: Refusal): void;
  gaveUp(): void;
}

export class Link {
  readonly #outside: Outside;
  readonly #listener: Listener;
  #socket: Socket | undefined;
  #open = false;
  #over = false;
  #attempt = 0;
  #troubleSince: number | undefined;
  #heard = 0;
  #forgetRetry: (() => void) | undefined;
  #forgetPulse: (() => void) | undefined;

  constructor(outside: Outside, listener: Listener) {
    this.#outside = outside;
    this.#listener = listener;
  }

  /** True between `opened` and the end of that socket: only then bytes may be sent. */
  get live(): boolean {
    return this.#open;
  }

  /** Dials now, whatever it was waiting for. */
  dial(): void {
    this.#hangUp();
    this.#over = false;
    void this.#try();
  }

  /** For a page that hears of the network's return, or wakes up: does nothing to a line that is live. */
  hurry(): void {
    if (this.#forgetRetry) this.dial();
    else if (this.#open) this.#ping();
  }

  tell(message: ToServer): void {
    if (this.#open) this.#socket?.send(encode(message));
  }

  send(bytes: Uint8Array): void {
    if (this.#open) this.#socket?.send(bytes as Uint8Array<ArrayBuffer>);
  }

  /** For good: no more attempts. */
  stop(): void {
    this.#over = true;
    this.#hangUp();
  }

  async #try(): Promise<void> {
    this.#attempt++;
    this.#listener.connecting(this.#attempt, undefined);
    const mine = {};
    this.#current = mine;
    const answer = await this.#outside.ticket();
    if (this.#current !== mine || this.#over) return;
    if (answer === 'unreachable') return this.#again();
    if ('refused' in answer) return this.#refuse(answer.refused);
    this.#dial(answer.ticket);
  }

  #current: object | undefined;

  #dial(ticket: string): void {
    const socket = this.#outside.socket();
    this.#socket = socket;
    socket.binaryType = 'arraybuffer';
    this.#heard = this.#outside.now();
    this.#pulse();
    socket.onopen = () => socket.send(encode({ type: 'open', ticket, ...this.#listener.greeting() }));
    socket.onmessage = ({ data }) => {
      this.#heard = this.#outside.now();
      if (typeof data === 'string') this.#text(data);
      else this.#listener.output(new Uint8Array(data as ArrayBuffer));
    };
    socket.onclose = ({ code }) => {
      if (this.#socket !== socket) return;
      this.#hangUp();
      if (this.#over) return;
      if (code === 4404) this.#refuse('not-found');
      else this.#again();
    };
  }

  #text(data: string): void {
    const message = decode(data);
    if (!message) return;
    if (message.type === 'opened') {
      this.#open = true;
      this.#attempt = 0;
      this.#troubleSince = undefined;
      this.#ping();
    }
    if (message.type === 'ended' || message.type === 'replaced') this.stop();
    if (message.type === 'pong') this.#listener.pulse(Math.max(0, this.#outside.now() - message.t));
    else this.#listener.said(message);
  }

  #refuse(refusal: Refusal): void {
    this.stop();
    this.#listener.refused(refusal);
  }

  #again(): void {
    const now = this.#outside.now();
    this.#troubleSince ??= now;
    if (now - this.#troubleSince > GIVE_UP) {
      this.stop();
      this.#troubleSince = undefined;
      return this.#listener.gaveUp();
    }
    const longest = Math.min(LONGEST_RETRY, FIRST_RETRY * 2 ** Math.min(this.#attempt - 1, 10));
    const wait = longest * (0.5 + this.#outside.random() / 2); // spread, so that a thousand pages do not come back at once
    this.#listener.connecting(this.#attempt, wait);
    this.#forgetRetry = this.#outside.after(wait, () => {
      this.#forgetRetry = undefined;
      void this.#try();
    });
  }

  #ping(): void {
    this.tell({ type: 'ping', t: this.#outside.now() });
  }

  #pulse(): void {
    this.#forgetPulse = this.#outside.after(PING_EVERY, () => {
      if (this.#outside.now() - this.#heard > SILENCE) {
        this.#hangUp();
        return this.#again();
      }
      this.#ping();
      this.#pulse();
    });
  }

  #hangUp(): void {
    this.#forgetRetry?.();
    this.#forgetPulse?.();
    this.#forgetRetry = undefined;
    this.#forgetPulse = undefined;
    this.#current = undefined;
    this.#open = false;
    const socket = this.#socket;
    this.#socket = undefined;
    if (socket) {
      socket.onmessage = null;
      socket.close();
    }
  }
}
