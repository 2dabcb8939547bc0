import type { Outside } from './viewing.ts';

/** What viewing needs from a browser: the time, later, and a shelf. */
export const browser: Outside = {
  now: () => performance.now(),
  after: (ms, what) => {
    const timer = setTimeout(what, ms);
    return () => clearTimeout(timer);
  },
  shelf: localStorage,
};

/** Calls at every picture the browser draws, as long as it answers true. */
export function everyFrame(draw: (now: number) => boolean): void {
  requestAnimationFrame((now) => draw(now) && everyFrame(draw));
}

/** Whether the key belongs to what has the focus: a field takes all, a button its Space. */
export function keptBy(event: KeyboardEvent): boolean {
  const at = event.composedPath()[0] as HTMLElement;
  if (at.matches('input, select, textarea:not(.xterm-helper-textarea)')) return true;
  return event.key === ' ' && at.matches('button, a');
}

/** Into the clipboard, if the browser lets us. */
export async function copied(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false; // no permission, or the page is not in front
  }
}
