import { joined } from './bytes.ts';
import { NotReceived, type Refusal, type Source } from './recording.ts';
import { MOST_BYTES } from './segment.ts';

/** Longest wait for one answer, in ms. */
const PATIENCE = 20_000;

/** A session's recording as the console's own server gives it. */
export function served(session: string): Source {
  const path = `/recordings/${encodeURIComponent(session)}`;
  return {
    index: async (signal) => json(await get(`${path}/index`, signal)),
    segment: async (number, signal) => bytes(await get(`${path}/segments/${number}`, signal)),
    lines: async (address, signal) => json(await get(address, signal)),
  };
}

async function get(address: string, signal: AbortSignal): Promise<Response> {
  let answer: Response;
  try {
    answer = await fetch(address, { redirect: 'manual', signal: AbortSignal.any([signal, AbortSignal.timeout(PATIENCE)]) });
  } catch (e) {
    if (signal.aborted) throw e;
    throw new NotReceived('unreachable');
  }
  if (!answer.ok) throw new NotReceived(refusal(answer));
  return answer;
}

function refusal({ status, type }: Response): Refusal {
  if (type === 'opaqueredirect' || status === 401) return 'signed-out';
  return status === 404 || status === 403 ? 'not-found' : 'unreachable';
}

async function json(answer: Response): Promise<unknown> {
  try {
    return await answer.json();
  } catch {
    throw new NotReceived('nonsense');
  }
}

/** Reads no further than a segment can be long. */
async function bytes(answer: Response): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = answer.body?.getReader();
  try {
    for (let read = await reader?.read(); read && !read.done; read = await reader?.read()) {
      length += read.value.length;
      if (length > MOST_BYTES) throw new NotReceived('nonsense');
      chunks.push(read.value);
    }
  } catch (e) {
    void reader?.cancel().catch(() => {});
    throw e instanceof NotReceived ? e : new NotReceived('unreachable');
  }
  return joined(chunks);
}
