// Sequences nobody would write, the same ones for the same seed.
import type { Input, Step } from './shown.ts';

/** Marsaglia's xorshift of 32 bits. */
class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = (seed * 2654435761) >>> 0 || 1;
  }

  below(end: number): number {
    let x = this.#state;
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    this.#state = x >>> 0;
    return this.#state % end;
  }

  one<T>(of: readonly T[]): T {
    return of[this.below(of.length)]!;
  }
}

const TEXT = ['a', 'word', 'x y', 'abcdefghijkl', '世', '界x', 'é', 'e\u0301', '\u0301', '❤\ufe0f', '👨‍👩‍👧', '🇩🇪', '🇩', '한', '─', 'q', '\u200d', '\u0600'];
const CONTROLS = ['\r', '\n', '\r\n', '\b', '\t', '\x0e', '\x0f', '\0', '\x7f', '\u0085', '\u0084'];
const ESCAPES = ['7', '8', 'D', 'E', 'M', 'H', '(0', '(B', ')0', '*A', '#8', '=', '>', 'n', 'o', '~', '\\'];
const FINALS = [...'@ABCDEFGHIJKLMPSTXZ`abdefgmrsu'];
const PRIVATE = [1, 6, 7, 25, 45, 47, 1002, 1006, 1047, 1048, 1049, 2004];
const SGR = [0, 1, 2, 3, 4, 7, 9, 22, 24, 27, 31, 42, 39, 49, 91, 103, '4:3', '38;5;123', '48;2;1;2;3', '58;5;9', '59', '38:2::9:8:7'];

function token(dice: Dice): string {
  const kind = dice.below(100);
  if (kind < 38) return dice.one(TEXT);
  if (kind < 52) return dice.one(CONTROLS);
  if (kind < 58) return `\x1b${dice.one(ESCAPES)}`;
  if (kind < 70) return `\x1b[${dice.one(SGR)}m`;
  if (kind < 74) return `\x1b[?${dice.one(PRIVATE)}${dice.one(['h', 'l'])}`;
  if (kind < 76) return dice.one(['\x1b[4h', '\x1b[4l', '\x1b[!p', '\x1b[1"q', '\x1b[0"q', '\x1b[?J', '\x1b[?2K', '\x1b]8;;http://example.com/\x07', '\x1b]8;;\x07', "\x1b[2'}", '\x1b[ @']);
  if (kind < 77) return dice.one(['\x1b[3', '\x1b]2;', '\x1b_', '\x1bP', '\x18', '\x1b']);
  if (kind < 83) return `\x1b[${1 + dice.below(8)};${1 + dice.below(16)}H`;
  const parameters = Array.from({ length: dice.below(3) }, () => dice.below(dice.below(4) ? 6 : 20));
  return `\x1b[${parameters.join(';')}${dice.one(FINALS)}`;
}

export function random(seed: number): Input {
  const dice = new Dice(seed);
  const columns = 2 + dice.below(14);
  const rows = 1 + dice.below(7);
  const steps: Step[] = [];
  for (let step = 1 + dice.below(3); step > 0; step--) {
    steps.push({ text: Array.from({ length: 20 + dice.below(40) }, () => token(dice)).join('') });
  }
  return { name: `random ${seed}`, columns, rows, steps };
}

/** Texts of lines, and windows that change. */
export function resizing(seed: number): Input {
  const dice = new Dice(seed);
  const steps: Step[] = [];
  for (let step = 3 + dice.below(4); step > 0; step--) {
    const lines = Array.from({ length: 1 + dice.below(6) }, () => 'abcdefghijklmnopqrstuvwxyz'.repeat(2).slice(0, dice.below(40)) + dice.one(['', '世界', 'x']));
    steps.push({ text: `${lines.join('\r\n')}${dice.one(['\r\n', '', '$ ', '\x1b7', '\x1b8'])}` });
    steps.push({ resize: [4 + dice.below(20), 1 + dice.below(8)] });
  }
  return { name: `sizes ${seed}`, columns: 4 + dice.below(20), rows: 1 + dice.below(8), steps };
}
