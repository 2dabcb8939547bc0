import { UnicodeGraphemesAddon } from '@xterm/addon-unicode-graphemes';
import { Terminal } from '@xterm/xterm';
import { DARK, LIGHT } from '../terminal/colours.ts';
import { FONT } from '../terminal/screen.ts';
import type { Screen } from './projector.ts';
import type { Size } from './segment.ts';

/** The text's size in CSS pixels: what can still be told apart, and what is not grotesque. A screen that does not fit scrolls. */
const SMALLEST = 5;
const LARGEST = 19;
const TRIES = 8;
/** Of the host, in CSS pixels (looks.ts): room for the screen's edge. */
const PADDING = 9;

/**
 * xterm.js in the recorded size, as large as its place allows. It is looked at and copied from: nothing typed goes anywhere, no program's question is
 * answered, no link of a recording is followed, and none of it reaches the clipboard by itself.
 */
export class XtermStage implements Screen {
  readonly terminal: Terminal;
  readonly #host: HTMLElement;
  readonly #resizes: ResizeObserver;

  constructor(host: HTMLElement, dark: boolean) {
    this.#host = host;
    this.terminal = new Terminal({
      allowProposedApi: true,
      cursorBlink: false,
      cursorInactiveStyle: 'block',
      disableStdin: true,
      fontFamily: FONT,
      fontSize: 13,
      lineHeight: 1.15,
      linkHandler: { activate: () => {} },
      minimumContrastRatio: 4.5,
      scrollback: 0, // a key frame has none either; the transcript is for reading back
      theme: dark ? DARK : LIGHT,
    });
    this.terminal.loadAddon(new UnicodeGraphemesAddon());
    this.terminal.open(host);
    this.terminal.attachCustomKeyEventHandler(() => false); // keys are the player's; copying is the browser's
    if (this.terminal.textarea) this.terminal.textarea.tabIndex = -1;
    this.#resizes = new ResizeObserver(() => this.fit());
    this.#resizes.observe(host);
  }

  resize({ columns, rows }: Size): void {
    if (columns === this.terminal.cols && rows === this.terminal.rows) return;
    this.terminal.resize(columns, rows);
    this.fit();
  }

  write(bytes: Uint8Array, parsed: () => void): void {
    this.terminal.write(bytes, parsed);
  }

  paint(dark: boolean): void {
    this.terminal.options.theme = dark ? DARK : LIGHT;
  }

  /** As large as fits. Cells are whole pixels, so a text's size tells only about how large they are: from a guess on it is tried. */
  fit(): void {
    const screen = this.terminal.element?.querySelector<HTMLElement>('.xterm-screen');
    const edge = 2 * PADDING;
    const wide = this.#host.clientWidth - edge;
    const high = this.#host.clientHeight - edge;
    if (!screen || wide <= 0 || high <= 0) return;
    const set = (size: number) => (this.terminal.options.fontSize = Math.min(LARGEST, Math.max(SMALLEST, size)));
    const room = () => Math.min(wide / Math.max(1, screen.offsetWidth), high / Math.max(1, screen.offsetHeight));
    let size = set(Math.floor((this.terminal.options.fontSize ?? SMALLEST) * room() * 2) / 2);
    for (let tries = 0; tries < TRIES && room() >= 1 && size < LARGEST; tries++) size = set(size + 0.5);
    for (let tries = 0; tries < TRIES && room() < 1 && size > SMALLEST; tries++) size = set(size - 0.5);
  }

  dispose(): void {
    this.#resizes.disconnect();
    this.terminal.dispose();
  }
}
