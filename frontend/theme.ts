/** Light, dark, or as the system has it: chosen once per browser, for console and terminal alike. */

export type Scheme = 'system' | 'light' | 'dark';

const KEY = 'postern.scheme';
const CHANGED = 'postern-scheme-changed';
const system = matchMedia('(prefers-color-scheme: dark)');

export function scheme(): Scheme {
  const kept = localStorage.getItem(KEY);
  return kept === 'light' || kept === 'dark' ? kept : 'system';
}

export function choose(scheme: Scheme): void {
  localStorage.setItem(KEY, scheme);
  apply();
}

export function apply(): void {
  const chosen = scheme();
  document.documentElement.style.colorScheme = chosen === 'system' ? 'light dark' : chosen;
  document.documentElement.dataset.scheme = chosen;
  dispatchEvent(new Event(CHANGED));
}

export function isDark(): boolean {
  const chosen = scheme();
  return chosen === 'dark' || (chosen === 'system' && system.matches);
}

export function onDarkChange(changed: () => void, signal: AbortSignal): void {
  system.addEventListener('change', changed, { signal });
  addEventListener(CHANGED, changed, { signal });
}

/** The page follows from its first moment, other tabs as soon as one of them chooses. */
export function follow(): void {
  apply();
  addEventListener('storage', ({ key }) => key === KEY && apply());
  addEventListener('postern-scheme', (event) => choose((event as CustomEvent<Scheme>).detail));
}
