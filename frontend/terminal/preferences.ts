import type { Shelf } from './typed.ts';

/** How this person likes their terminals: kept in the browser, for all of them. */
export interface Preferences {
  /** In CSS pixels, 9–28. */
  fontSize: number;
  /** The screen speaks to screen readers; costs drawing time, so it is off until asked for. */
  reader: boolean;
}

const KEY = 'postern.terminal';
const SIZES = { least: 9, most: 28, usual: 14 };

export function preferences(shelf: Shelf): Preferences {
  const kept = read(shelf);
  const save = () => shelf.setItem(KEY, JSON.stringify(kept));
  return {
    get fontSize() {
      return kept.fontSize;
    },
    set fontSize(size) {
      kept.fontSize = Math.min(SIZES.most, Math.max(SIZES.least, Math.round(size)));
      save();
    },
    get reader() {
      return kept.reader;
    },
    set reader(on) {
      kept.reader = on;
      save();
    },
  };
}

function read(shelf: Shelf): Preferences {
  try {
    const kept = JSON.parse(shelf.getItem(KEY) ?? '{}') as Partial<Preferences>;
    const size = Number(kept.fontSize);
    return { fontSize: size >= SIZES.least && size <= SIZES.most ? size : SIZES.usual, reader: kept.reader === true };
  } catch {
    return { fontSize: SIZES.usual, reader: false };
  }
}
