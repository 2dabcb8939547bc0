/** Keys a touch screen lacks, and what they send. */

export type Key = 'escape' | 'tab' | 'up' | 'down' | 'left' | 'right' | 'home' | 'end';

const ARROWS: Partial<Record<Key, string>> = { up: 'A', down: 'B', right: 'C', left: 'D', home: 'H', end: 'F' };

/** @param application the program asked for application cursor keys (DECCKM), as vim and less do */
export function sequence(key: Key, application: boolean): string {
  if (key === 'escape') return '\x1b';
  if (key === 'tab') return '\t';
  return `\x1b${application ? 'O' : '['}${ARROWS[key]}`;
}

/** What Ctrl makes of the next typed text: one letter becomes its control code, anything else stays. */
export function withControl(text: string): string {
  if (text.length !== 1) return text;
  const code = text.toUpperCase().charCodeAt(0);
  if (code >= 0x40 && code <= 0x5f) return String.fromCharCode(code - 0x40);
  return text === ' ' ? '\0' : text === '?' ? '\x7f' : text;
}

export type Shortcut = 'copy' | 'paste' | 'find' | 'tab-moves' | 'sheet';

type Pressed = Pick<KeyboardEvent, 'code' | 'ctrlKey' | 'shiftKey' | 'altKey' | 'metaKey'>;

/** The few chords the page takes for itself; plain Ctrl keys belong to the shell. */
export function shortcut({ code, ctrlKey, shiftKey, altKey, metaKey }: Pressed): Shortcut | undefined {
  if (altKey) return undefined;
  if (metaKey) return code === 'KeyF' && !ctrlKey && !shiftKey ? 'find' : undefined; // the browser's own search sees no scrollback
  if (ctrlKey && !shiftKey) return code === 'Insert' ? 'copy' : undefined;
  if (!ctrlKey && shiftKey) return code === 'Insert' ? 'paste' : undefined;
  if (!ctrlKey) return undefined;
  const chords: Record<string, Shortcut> = { KeyC: 'copy', KeyV: 'paste', KeyF: 'find', KeyM: 'tab-moves', KeyH: 'sheet' };
  return chords[code];
}
