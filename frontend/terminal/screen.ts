import { ClipboardAddon } from '@xterm/addon-clipboard';
import { FitAddon } from '@xterm/addon-fit';
import { SearchAddon } from '@xterm/addon-search';
import { UnicodeGraphemesAddon } from '@xterm/addon-unicode-graphemes';
import { WebLinksAddon } from '@xterm/addon-web-links';
import { WebglAddon } from '@xterm/addon-webgl';
import { Terminal } from '@xterm/xterm';
import { programCopies, type Copied } from './clipboard.ts';
import { DARK, LIGHT } from './colours.ts';
import { shortcut, type Shortcut } from './keys.ts';
import type { Preferences } from './preferences.ts';
import type { Screen } from './session.ts';

export const SCROLLBACK = 10_000;
export const FONT = 'ui-monospace, "JetBrains Mono", "Cascadia Mono", "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", "Liberation Mono", monospace';

/** What happens on the screen and concerns others. */
export interface ScreenEvents {
  typed(text: string): void;
  typedBytes(bytes: Uint8Array): void;
  /** By whatever way the browser has; nothing of it has reached the terminal yet. */
  pasted(text: string): void;
  resized(): void;
  titled(title: string): void;
  pressed(shortcut: Shortcut | 'paste'): void;
  /** A program asked for something to be copied. */
  copied(copied: Copied): void;
  /** Whether what is being drawn was on a screen before. */
  replaying(): boolean;
}

/** xterm.js with its addons, fitted to its place. */
export class XtermScreen implements Screen {
  readonly terminal: Terminal;
  readonly search = new SearchAddon();
  /** Tab moves the focus instead of being typed. */
  tabMoves = false;
  /** Nobody takes what is typed any more: Tab is for the page. */
  over = false;
  readonly #fit = new FitAddon();
  readonly #resizes: ResizeObserver;
  readonly #gone = new AbortController();

  constructor(host: HTMLElement, events: ScreenEvents, settings: Preferences, dark: boolean) {
    this.terminal = new Terminal({
      allowProposedApi: true,
      cursorBlink: !matchMedia('(prefers-reduced-motion: reduce)').matches,
      fontFamily: FONT,
      fontSize: settings.fontSize,
      lineHeight: 1.15,
      macOptionIsMeta: true,
      minimumContrastRatio: 4.5,
      screenReaderMode: settings.reader,
      scrollback: SCROLLBACK,
      theme: dark ? DARK : LIGHT,
    });
    const { terminal } = this;
    terminal.loadAddon(this.#fit);
    terminal.loadAddon(this.search);
    terminal.loadAddon(new UnicodeGraphemesAddon());
    terminal.loadAddon(new WebLinksAddon((_, uri) => window.open(uri, '_blank', 'noopener,noreferrer')));
    terminal.loadAddon(new ClipboardAddon(undefined, {
      readText: () => '',
      writeText: (_, text) => programCopies(text, {
        allowed: () => settings.programsCopy,
        replaying: () => events.replaying(),
        write: (text) => navigator.clipboard.writeText(text),
        tell: (copied) => events.copied(copied),
      }),
    }));
    terminal.open(host);
    this.#accelerate();
    this.#fit.fit();
    this.#answerOnce(events);
    terminal.onData((text) => events.typed(text));
    terminal.onBinary((text) => events.typedBytes(Uint8Array.from(text, (char) => char.charCodeAt(0))));
    terminal.onResize(() => events.resized());
    terminal.onTitleChange((title) => events.titled(title));
    this.#clipboard(host, events, settings);
    terminal.attachCustomKeyEventHandler((event) => this.#key(event, events));
    this.#resizes = new ResizeObserver(() => requestAnimationFrame(() => this.#fit.fit()));
    this.#resizes.observe(host);
  }

  get cols() {
    return this.terminal.cols;
  }

  get rows() {
    return this.terminal.rows;
  }

  write(bytes: Uint8Array, parsed: () => void) {
    this.terminal.write(bytes, parsed);
  }

  clear() {
    this.terminal.reset();
  }

  paint(dark: boolean) {
    this.terminal.options.theme = dark ? DARK : LIGHT;
  }

  resizeFont(size: number) {
    this.terminal.options.fontSize = size;
    this.#fit.fit();
  }

  /** False when nothing is selected. */
  copy(): boolean {
    const selected = this.terminal.getSelection();
    if (selected) void navigator.clipboard?.writeText(selected);
    return selected !== '';
  }

  /** Everything in the buffer, scrollback included, wrapped lines joined. */
  text(): string {
    const buffer = this.terminal.buffer.active;
    let all = '';
    for (let at = 0; at < buffer.length; at++) {
      const line = buffer.getLine(at);
      const goesOn = buffer.getLine(at + 1)?.isWrapped === true;
      all += (line?.translateToString(!goesOn) ?? '') + (goesOn ? '' : '\n');
    }
    return all.trimEnd();
  }


  dispose() {
    this.#gone.abort();
    this.#resizes.disconnect();
    this.terminal.dispose();
  }

  /** On the graphics card where there is one; the plain renderer where not, or when the card is taken away. */
  #accelerate() {
    try {
      const webgl = new WebglAddon();
      webgl.onContextLoss(() => webgl.dispose());
      this.terminal.loadAddon(webgl);
    } catch {
      // no WebGL 2: xterm goes on in the DOM
    }
  }

  /**
   * A program's questions (cursor, colours, modes, what terminal is this) are answered when it asks and not when its output is shown
   * again: by then the shell would take the answer for typed text.
   */
  #answerOnce(events: ScreenEvents) {
    const { parser } = this.terminal;
    const past = () => events.replaying();
    for (const id of [
      { final: 'c' }, { prefix: '>', final: 'c' }, { prefix: '=', final: 'c' },
      { final: 'n' }, { prefix: '?', final: 'n' },
      { intermediates: '$', final: 'p' }, { prefix: '?', intermediates: '$', final: 'p' },
      { prefix: '>', final: 'q' }, { prefix: '?', final: 'u' },
    ]) parser.registerCsiHandler(id, past);
    parser.registerDcsHandler({ intermediates: '$', final: 'q' }, past);
    for (const id of [4, 10, 11, 12]) parser.registerOscHandler(id, (asked) => past() && asked.includes('?'));
  }

  /** Every paste is looked at before xterm has it; selecting and the right button copy and paste for who likes that. */
  #clipboard(host: HTMLElement, events: ScreenEvents, settings: Preferences) {
    const { signal } = this.#gone;
    host.addEventListener('paste', (event) => {
      event.preventDefault();
      event.stopPropagation();
      events.pasted(event.clipboardData?.getData('text/plain') ?? '');
    }, { capture: true, signal });
    host.addEventListener('mouseup', () => settings.selectionCopies && this.copy(), { signal });
    host.addEventListener('contextmenu', (event) => {
      if (!settings.rightPastes) return;
      event.preventDefault();
      event.stopPropagation(); // xterm would select the word under it
      events.pressed('paste');
    }, { capture: true, signal });
  }

  #key(event: KeyboardEvent, events: ScreenEvents): boolean {
    if (event.key === 'Tab' && (this.tabMoves || this.over)) return false;
    const chord = shortcut(event);
    if (!chord) return true;
    if (chord === 'paste') return false; // the browser pastes, xterm listens to that
    event.preventDefault();
    if (event.type === 'keydown') events.pressed(chord);
    return false;
  }
}
