// What xterm shows for bytes, as text that a test in Java makes of our own terminal as well (ShownTest).
import './unpooled.ts';
import graphemes from '@xterm/addon-unicode-graphemes';
import headless from '@xterm/headless';

export type Step = { text: string } | { bytes: string } | { resize: [number, number] };

export interface Input {
  name: string;
  columns: number;
  rows: number;
  steps: Step[];
}

export interface Shown {
  /** The rows one sees, without trailing blanks. */
  lines: string[];
  cursor: [number, number];
  alternate: boolean;
  title: string;
  /** Scroll region, saved cursor, tab stops, modes. */
  state: string;
  /** Of every cell's text, width and attributes. */
  cells: string;
}

/** As on our page. */
const SCROLLBACK = 10_000;

// what nobody offers and only a test may look at
interface Line { getFg(x: number): number; getBg(x: number): number; getWidth(x: number): number; getString(x: number): string; isWrapped: boolean; _extendedAttrs: Record<number, { _ext: number; urlId: number } | undefined> }
interface Grid { lines: { get(y: number): Line }; ybase: number; x: number; y: number; scrollTop: number; scrollBottom: number; savedX: number; savedY: number; savedCurAttrData: { fg: number; bg: number }; tabs: Record<number, boolean | undefined> }
interface Core {
  _bufferService: { buffers: { active: Grid; alt: Grid } };
  unicodeService: { charProperties(code: number, before: number): number };
  coreService: { isCursorHidden: boolean; modes: { insertMode: boolean }; decPrivateModes: Record<string, unknown> };
  coreMouseService: { activeProtocol: string; activeEncoding: string };
  options: { convertEol: boolean };
}

export class Xterm {
  readonly terminal: headless.Terminal;
  #title = '';

  constructor(columns: number, rows: number) {
    this.terminal = new headless.Terminal({ allowProposedApi: true, cols: columns, rows, scrollback: SCROLLBACK, logLevel: 'off' });
    this.terminal.loadAddon(new graphemes.UnicodeGraphemesAddon());
    this.terminal.onTitleChange((title) => (this.#title = title));
  }

  get core(): Core {
    return (this.terminal as unknown as { _core: Core })._core;
  }

  write(bytes: string | Uint8Array): Promise<void> {
    return new Promise((resolve) => this.terminal.write(bytes, resolve));
  }

  async take(steps: Step[]): Promise<void> {
    for (const step of steps) {
      if ('resize' in step) this.terminal.resize(...step.resize);
      else await this.write('bytes' in step ? Buffer.from(step.bytes, 'base64') : Buffer.from(step.text));
    }
  }

  shown(): Shown {
    const { active: grid, alt } = this.core._bufferService.buffers;
    return {
      lines: this.#rows().map((y) => this.terminal.buffer.active.getLine(grid.ybase + y)!.translateToString(true).replace(/ +$/, '')),
      cursor: [grid.x, grid.y],
      alternate: grid === alt,
      title: this.#title,
      state: this.#state(grid),
      cells: fingerprint(this.cells()),
    };
  }

  #rows() {
    return Array.from({ length: this.terminal.rows }, (_, y) => y);
  }

  #state(grid: Grid): string {
    const { coreService, coreMouseService, options } = this.core;
    const dec = coreService.decPrivateModes;
    const mouse = { NONE: 0, X10: 9, VT200: 1000, DRAG: 1002, ANY: 1003 }[coreMouseService.activeProtocol];
    const encoding = { DEFAULT: 0, SGR: 1006, SGR_PIXELS: 1016 }[coreMouseService.activeEncoding];
    const tabs = Array.from({ length: this.terminal.cols }, (_, x) => x).filter((x) => grid.tabs[x]);
    const flags = [dec.applicationCursorKeys, dec.applicationKeypad, dec.bracketedPasteMode, dec.sendFocus, coreService.modes.insertMode,
      dec.origin, dec.reverseWraparound, dec.wraparound, coreService.isCursorHidden, options.convertEol];
    const saved = [Math.min(grid.savedX, this.terminal.cols - 1), Math.min(Math.max(grid.savedY - grid.ybase, 0), this.terminal.rows - 1)];
    return `region ${grid.scrollTop}-${grid.scrollBottom} saved ${saved.join()},${colour(grid.savedCurAttrData.fg)},${colour(grid.savedCurAttrData.bg)} `
      + `tabs ${tabs.join()} modes ${flags.map((on) => (on ? 1 : 0)).join('')} mouse ${mouse} ${encoding}`;
  }

  /** One line for each row, one word for each cell. */
  cells(): string {
    const grid = this.core._bufferService.buffers.active;
    return this.#rows().map((y) => {
      const line = grid.lines.get(grid.ybase + y);
      const cells = Array.from({ length: this.terminal.cols }, (_, x) => cell(line, x));
      return (y > 0 && line.isWrapped ? '+' : '-') + cells.join(' ');
    }).join('\n');
  }
}

const EXTENDED = 0x10000000;
const MODE = 0x3000000;

function cell(line: Line, x: number): string {
  const fg = line.getFg(x);
  const bg = line.getBg(x);
  const extended = bg & EXTENDED ? line._extendedAttrs[x] : undefined;
  const more = extended ? `,${colour(extended._ext & 0x1FFFFFFF)},${extended.urlId ? 1 : 0}` : '';
  return `${line.getWidth(x)}${[...line.getString(x)].map((c) => c.codePointAt(0)!.toString(16)).join('_')}:${colour(fg)},${colour(bg)}${more}`;
}

/** Where a colour is of a palette, xterm leaves bits of an earlier one beside it, which nobody sees. */
function colour(value: number): string {
  const mode = value & MODE;
  const mask = mode === MODE ? 0xFFFFFF : mode ? 0xFF : 0;
  return (((value & ~0xFFFFFF) | (value & mask)) >>> 0).toString(16);
}

/** FNV-1a of 64 bits. */
export function fingerprint(text: string): string {
  let hash = 0xcbf29ce484222325n;
  for (const byte of Buffer.from(text)) hash = ((hash ^ BigInt(byte)) * 0x100000001b3n) & 0xffffffffffffffffn;
  return hash.toString(16).padStart(16, '0');
}
