import type { Outside, Socket, Ticket } from './link.ts';
import type { TerminalSession } from './session.ts';
import { letGo, tabId, type Names } from './tab.ts';

/** What the terminal needs from a browser: a ticket, a socket, the time. */
export function outside(session: string): Outside {
  const path = `/terminal/${encodeURIComponent(session)}`;
  return {
    now: () => Math.round(performance.now()),
    random: () => Math.random(),
    after: (ms, what) => {
      const timer = setTimeout(what, ms);
      return () => clearTimeout(timer);
    },
    ticket: () => ticket(`${path}/ticket`),
    socket: () => new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}${path}/socket`) as unknown as Socket,
  };
}

async function ticket(url: string): Promise<Ticket> {
  try {
    const answer = await fetch(url, { method: 'POST', headers: csrf(), redirect: 'manual', signal: AbortSignal.timeout(10_000) });
    if (answer.status === 404) return { refused: 'not-found' };
    // A sign-in that is over answers with the way to the sign-in page, or, where only the token is old, with 403.
    if (answer.type === 'opaqueredirect' || answer.status === 401 || answer.status === 403) return { refused: 'signed-out' };
    if (!answer.ok) return 'unreachable';
    const body = (await answer.json()) as { ticket?: unknown };
    return typeof body.ticket === 'string' ? { ticket: body.ticket } : 'unreachable';
  } catch {
    return 'unreachable';
  }
}

/** Where the page carries its token against forged requests (Spring Security's meta tags). */
export function csrf(): Record<string, string> {
  const meta = (name: string) => document.querySelector<HTMLMetaElement>(`meta[name="${name}"]`)?.content;
  const token = meta('_csrf');
  return token ? { [meta('_csrf_header') ?? 'X-CSRF-TOKEN']: token } : {};
}

/** Starts another session like this one; answers its id, the address of the form that asks for its parameters, or in words why not. */
export async function again(session: string): Promise<{ session: string } | { form: string } | { reason: string }> {
  const answer = await fetch(`/terminal/${encodeURIComponent(session)}/again`, { method: 'POST', headers: csrf(), redirect: 'manual' });
  if (answer.type === 'opaqueredirect' || answer.status === 401) return { reason: '' };
  const body = (await answer.json()) as { session?: string; form?: string; reason?: string };
  if (body.form) return { form: body.form };
  return body.session ? { session: body.session } : { reason: body.reason ?? '' };
}

/** A lock per tab name for the life of the page; where there are no locks every name is free. */
export const names: Names = {
  take: (name) =>
    new Promise((resolve) => {
      if (!navigator.locks) return resolve(true);
      void navigator.locks.request(`postern.tab.${name}`, { ifAvailable: true }, (lock) => {
        resolve(lock !== null);
        return lock ? new Promise(() => {}) : undefined; // held until the page is gone
      });
    }),
};

/** This tab's id, the same over reloads. */
export function thisTab(): Promise<string> {
  return tabId(sessionStorage, names, () => crypto.getRandomValues(new Uint32Array(4)).join('-'));
}

/** What the browser tells of page and network concerns the session, until the signal. */
export function accompany(session: TerminalSession, signal: AbortSignal): void {
  addEventListener('pagehide', () => letGo(sessionStorage), { signal });
  addEventListener('online', () => session.hurry(), { signal });
  document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && session.hurry(), { signal });
  addEventListener('beforeunload', (event) => session.state.name === 'live' && event.preventDefault(), { signal });
}
