/** What became of a program's wish to put text into the clipboard (OSC 52). Reading it no program may at all. */
export type Copied = { became: 'copied' | 'forbidden' | 'too-much' | 'failed'; characters: number };

/** A program on the node may put this much into the clipboard, in UTF-16 units. */
export const MOST_COPIED = 256 * 1024;

export interface ClipboardPlace {
  /** Whether this person lets programs do it. */
  allowed(): boolean;
  /** Whether what is being drawn was on a screen before: then the clipboard had it before, too. */
  replaying(): boolean;
  write(text: string): Promise<void>;
  tell(copied: Copied): void;
}

/** Never silent: a clipboard that changes behind one's back ends in a paste one did not mean. */
export async function programCopies(text: string, place: ClipboardPlace): Promise<void> {
  if (place.replaying() || text === '') return; // an empty one would only take away what is there
  const became = (became: Copied['became']) => place.tell({ became, characters: [...text].length });
  if (!place.allowed()) return became('forbidden');
  if (text.length > MOST_COPIED) return became('too-much');
  try {
    await place.write(text);
    became('copied');
  } catch {
    became('failed'); // no permission, or the page is not in front
  }
}
