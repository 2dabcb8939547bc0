import type { LitElement } from 'lit';
import { again } from './browser.ts';
import type { Copied } from './clipboard.ts';
import { text } from './page.ts';
import type { Preferences, Switch } from './preferences.ts';
import type { XtermScreen } from './screen.ts';
import type { TerminalSession } from './session.ts';

/** What one can do to a terminal, from its bar, a notice, the sheet or a chord. */
export type Act =
  | 'find' | 'smaller' | 'bigger' | 'full' | 'end' | 'reopen' | 'start' | 'cancel-paste' | 'sheet' | 'tab-moves' | 'copy' | 'paste' | Switch;

/** A click on something that acts on the terminal; caught by {@link PosternTerminal}. */
export function act(from: LitElement, what: Act): void {
  from.dispatchEvent(new CustomEvent<Act>('act', { detail: what, bubbles: true, composed: true }));
}

/** Said for a while at the screen's edge; with something to do about it, if there is. */
export interface Notice {
  words: string;
  does?: { what: Act; label: string };
}

/** What acts are done to. */
export interface Place {
  readonly session: string;
  readonly live: TerminalSession;
  readonly screen: XtermScreen;
  readonly settings: Preferences;
  finding: boolean;
  choosing: boolean;
  /** Why the last try to go on failed. */
  problem: string;
  tell(notice: Notice): void;
  pasted(text: string): void;
  requestFullscreen(): Promise<void>;
}

export async function perform(what: Act, place: Place): Promise<void> {
  const { live, screen, settings } = place;
  switch (what) {
    case 'end': return live.end();
    case 'start': return live.start();
    case 'cancel-paste': return live.cancelPaste();
    case 'find': return void (place.finding = !place.finding);
    case 'sheet': return void (place.choosing = !place.choosing);
    case 'smaller': return screen.resizeFont((settings.fontSize -= 1, settings.fontSize));
    case 'bigger': return screen.resizeFont((settings.fontSize += 1, settings.fontSize));
    case 'full': return fill(place);
    case 'reopen': return reopen(place);
    case 'copy': return screen.copy() ? undefined : place.tell({ words: text('copy.nothing') });
    case 'paste': return paste(place);
    case 'tab-moves':
      screen.tabMoves = !screen.tabMoves;
      return place.tell({ words: text(screen.tabMoves ? 'tab.moves' : 'tab.types') });
    case 'reader':
      screen.terminal.options.screenReaderMode = settings.reader = !settings.reader;
      return;
    case 'programsCopy':
      settings.programsCopy = !settings.programsCopy;
      return place.tell({ words: text(settings.programsCopy ? 'program-copies.allowed' : 'program-copies.forbidden') });
    case 'selectionCopies':
    case 'rightPastes':
      settings[what] = !settings[what];
  }
}

/** What is said of a program's wish to fill the clipboard, and what can be done about it. */
export function aboutCopy({ became, characters }: Copied): Notice {
  const words = text(became === 'copied' && characters === 1 ? 'program-copies.one' : `program-copies.${became}-it`, characters);
  if (became === 'copied') return { words, does: { what: 'programsCopy', label: text('program-copies.forbid') } };
  return became === 'forbidden' ? { words, does: { what: 'programsCopy', label: text('program-copies.allow') } } : { words };
}

/** Over everything, or back. */
async function fill(place: Place) {
  if (document.fullscreenElement) return document.exitFullscreen();
  await place.requestFullscreen();
  // where there is such a lock, Ctrl+W and its like reach the shell; holding Escape leaves
  await (navigator as { keyboard?: { lock(): Promise<void> } }).keyboard?.lock().catch(() => {});
}

async function paste(place: Place) {
  try {
    place.pasted(await navigator.clipboard.readText());
  } catch {
    place.tell({ words: text('paste.refused') }); // the browser asked, and was told no; or has none to ask for
  }
}

async function reopen(place: Place) {
  const next = await again(place.session).catch(() => ({ reason: text('unreachable') }));
  if ('session' in next) location.assign(`/terminal/${encodeURIComponent(next.session)}`);
  else if ('form' in next) location.assign(next.form);
  else place.problem = next.reason || text('signed-out.what');
}
