import type { Shelf } from './typed.ts';

/** Who this tab is. The id lives as long as the tab, over reloads; a duplicated tab gets its own. */

const ID = 'postern.tab';
const HELD = 'postern.tab.held';

/** Names held by pages: Web Locks in a browser. */
export interface Names {
  /** Takes the name for the life of the page, or answers false when another page has it. */
  take(name: string): Promise<boolean>;
}

export async function tabId(shelf: Shelf, names: Names, fresh: () => string): Promise<string> {
  const was = shelf.getItem(ID);
  // A reload lets go before it loads again; a copy of a live tab finds the mark of the one it was copied from.
  const marked = shelf.getItem(HELD) === 'yes';
  const free = was !== null && (await names.take(was));
  const id = was === null || (marked && !free) ? fresh() : was;
  if (id !== was) await names.take(id);
  shelf.setItem(ID, id);
  shelf.setItem(HELD, 'yes');
  return id;
}

/** The page goes away; it may come back under the same name. */
export function letGo(shelf: Shelf): void {
  shelf.setItem(HELD, 'no');
}
