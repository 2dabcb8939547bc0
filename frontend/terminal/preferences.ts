import type { Shelf } from './typed.ts';

/** How this person likes their terminals: kept in the browser, for all of them. */
export interface Preferences {
  /** In CSS pixels, 9–28. */
  fontSize: number;
  /** The screen speaks to screen readers; costs drawing time, so it is off until asked for. */
  reader: boolean;
  /** Programs may put text into the clipboard. */
  programsCopy: boolean;
  /** What is selected is copied. */
  selectionCopies: boolean;
  /** The right button pastes instead of opening a menu. */
  rightPastes: boolean;
}

export type Switch = { [name in keyof Preferences]: Preferences[name] extends boolean ? name : never }[keyof Preferences];

const KEY = 'postern.terminal';
const SIZES = { least: 9, most: 28 };
const USUAL: Preferences = { fontSize: 14, reader: false, programsCopy: true, selectionCopies: false, rightPastes: false };

/** What is set is kept at once. */
export function preferences(shelf: Shelf): Preferences {
  return new Proxy(read(shelf), {
    set(kept, name: keyof Preferences, value: never) {
      kept[name] = value;
      kept.fontSize = Math.min(SIZES.most, Math.max(SIZES.least, Math.round(kept.fontSize)));
      shelf.setItem(KEY, JSON.stringify(kept));
      return true;
    },
  });
}

/** What was kept, as far as it makes sense. */
function read(shelf: Shelf): Preferences {
  const wanted = { ...USUAL };
  try {
    const kept = JSON.parse(shelf.getItem(KEY) ?? '{}') as Partial<Record<keyof Preferences, unknown>>;
    const size = Number(kept.fontSize);
    if (size >= SIZES.least && size <= SIZES.most) wanted.fontSize = size;
    for (const name of ['reader', 'programsCopy', 'selectionCopies', 'rightPastes'] as Switch[]) {
      if (typeof kept[name] === 'boolean') wanted[name] = kept[name];
    }
  } catch {
    // not ours: as usual
  }
  return wanted;
}
