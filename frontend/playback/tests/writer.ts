/** Writes segments as the server does, byte by byte from the format's description: what the reader is held against. */

export interface Written {
  ms: number;
  kind: string;
  payload: Uint8Array | string;
}

const utf8 = new TextEncoder();

export function size(columns: number, rows: number, then: Uint8Array | string = ''): Uint8Array {
  const bytes = typeof then === 'string' ? utf8.encode(then) : then;
  return Uint8Array.of(columns >> 8, columns & 0xff, rows >> 8, rows & 0xff, ...bytes);
}

export function out(ms: number, payload: Uint8Array | string): Written {
  return { ms, kind: 'o', payload };
}

export function writeSegment(number: number, from: number, offset: number, keyframe: Uint8Array, events: readonly Written[]): Uint8Array {
  const head = new DataView(new ArrayBuffer(28));
  for (const [at, char] of [...'POSTSEG1'].entries()) head.setUint8(at, char.charCodeAt(0));
  head.setUint32(8, number);
  head.setBigUint64(12, BigInt(from));
  head.setBigUint64(20, BigInt(offset));
  const parts = [new Uint8Array(head.buffer)];
  let before = from;
  for (const { ms, kind, payload } of [{ ms: from, kind: 'k', payload: keyframe }, ...events]) {
    const bytes = typeof payload === 'string' ? utf8.encode(payload) : payload;
    parts.push(Uint8Array.of(...leb(ms - before), kind.charCodeAt(0), ...leb(bytes.length)), bytes);
    before = ms;
  }
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

export function leb(value: number): number[] {
  const bytes: number[] = [];
  do {
    const rest = Math.floor(value / 128);
    bytes.push((value % 128) + (rest > 0 ? 128 : 0));
    value = rest;
  } while (value > 0);
  return bytes;
}
