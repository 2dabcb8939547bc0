/** What one can do to a recording, by key or control. */
export type Act =
  | { do: 'play' | 'skip-idle' | 'search' | 'copy-link' | 'mark' | 'help' | 'follow' | 'try-again' | 'reload' }
  | { do: 'step' | 'hit'; direction: 1 | -1 }
  | { do: 'by'; ms: number }
  | { do: 'to'; ms: number }
  | { do: 'part'; tenth: number }
  | { do: 'speed'; speed: number };

/** How far an arrow goes, in ms of the recording. */
export const JUMP = 5_000;

type Pressed = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'altKey' | 'metaKey'>;

const KEYS: Record<string, Act> = {
  ' ': { do: 'play' },
  ',': { do: 'step', direction: -1 },
  '.': { do: 'step', direction: 1 },
  ArrowLeft: { do: 'by', ms: -JUMP },
  ArrowRight: { do: 'by', ms: JUMP },
  '/': { do: 'search' },
  n: { do: 'hit', direction: 1 },
  N: { do: 'hit', direction: -1 },
  c: { do: 'copy-link' },
  m: { do: 'mark' },
  '?': { do: 'help' },
};

/** The keys in the order the help tells of them, with the text's name. */
export const SHEET: [keys: string[], text: string][] = [
  [['Space'], 'chord.play'], [[',', '.'], 'chord.step'], [['←', '→'], 'chord.by'], [['0', '…', '9'], 'chord.part'], [['/'], 'chord.search'],
  [['n', 'N'], 'chord.hit'], [['c'], 'chord.copy-link'], [['m'], 'chord.mark'], [['?'], 'chord.help'],
];

/** Chords are the browser's: Ctrl+C copies what is selected. */
export function actOf({ key, ctrlKey, altKey, metaKey }: Pressed): Act | undefined {
  if (ctrlKey || altKey || metaKey) return undefined;
  return /^\d$/.test(key) ? { do: 'part', tenth: Number(key) } : KEYS[key];
}
