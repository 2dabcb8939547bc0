/** The text messages of the browser socket. Binary messages are terminal bytes and never come here. */

export type Cause =
  | 'closed' | 'exited' | 'idle' | 'maximum' | 'node-lost' | 'node-stopped' | 'client-lost' | 'terminated' | 'access' | 'draining'
  | 'failed';

export type FromServer =
  | { type: 'opened'; offset: number; received: number; shown: number; exact: boolean }
  | { type: 'accepted'; offset: number }
  | { type: 'waiting'; before: number }
  | { type: 'starting' }
  | { type: 'legs'; node: boolean }
  | { type: 'ended'; cause: Cause; status?: number; text: string }
  | { type: 'replaced' }
  | { type: 'pong'; t: number };

export type ToServer =
  | { type: 'open'; ticket: string; client: string; resume: number; cols: number; rows: number }
  | { type: 'size'; cols: number; rows: number }
  | { type: 'parsed'; offset: number }
  | { type: 'ping'; t: number }
  | { type: 'end' };

const CAUSES: readonly string[] = [
  'closed', 'exited', 'idle', 'maximum', 'node-lost', 'node-stopped', 'client-lost', 'terminated', 'access', 'draining', 'failed',
];

export function encode(message: ToServer): string {
  return JSON.stringify(message);
}

/** What the server said; undefined for what this page does not know, so that a newer server can say more. */
export function decode(text: string): FromServer | undefined {
  const said = parse(text);
  switch (said?.type) {
    case 'opened':
      return offset(said.offset) && offset(said.received) && offset(said.shown)
        ? { type: 'opened', offset: said.offset, received: said.received, shown: said.shown, exact: said.exact === true }
        : undefined;
    case 'accepted':
      return offset(said.offset) ? { type: 'accepted', offset: said.offset } : undefined;
    case 'waiting':
      return offset(said.before) ? { type: 'waiting', before: said.before } : undefined;
    case 'starting':
      return { type: 'starting' };
    case 'legs':
      return typeof said.node === 'boolean' ? { type: 'legs', node: said.node } : undefined;
    case 'ended': {
      const cause = (CAUSES.includes(String(said.cause)) ? said.cause : 'failed') as Cause;
      const text = typeof said.text === 'string' ? said.text : '';
      return Number.isInteger(said.status)
        ? { type: 'ended', cause, status: said.status as number, text }
        : { type: 'ended', cause, text };
    }
    case 'replaced':
      return { type: 'replaced' };
    case 'pong':
      return typeof said.t === 'number' ? { type: 'pong', t: said.t } : undefined;
    default:
      return undefined;
  }
}

function parse(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

function offset(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
