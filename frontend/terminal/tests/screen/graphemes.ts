// What the addon for graphemes knows of each code point: kind, and sixteen times the width. Written from where it changes on.
import { Xterm } from './shown.ts';

const FIRST_SYLLABLE = 0xAC00;
const LAST_SYLLABLE = 0xD7A3;
const LAST = 0x10FFFF;

/** Beside Java's Graphemes, which knows by itself that every 28th Hangul syllable has no final consonant. */
export const TABLE = new URL('../../../../src/main/resources/dev/postern/screen/graphemes.txt', import.meta.url);

export function table(): string {
  const { unicodeService } = new Xterm(80, 24).core;
  let before = -1;
  let text = '';
  for (let code = 0; code <= LAST; code++) {
    if (code === FIRST_SYLLABLE) code = LAST_SYLLABLE + 1;
    if (code === 0xD800) code = 0xE000;
    const info = unicodeService.charProperties(code, 0) >> 3;
    if (info !== before) text += `${code.toString(16).toUpperCase()} ${info}\n`;
    before = info;
  }
  return text;
}
