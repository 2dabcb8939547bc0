import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MOST_BYTES, NotASegment, readSegment } from '../segment.ts';
import { leb, out, size, writeSegment } from './writer.ts';

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const good = () => writeSegment(3, 5_000, 262_144, size(120, 40, 'prompt'), [out(5_010, 'ls\r\n'), { ms: 5_010, kind: 'i', payload: 'x' }, { ms: 9_000, kind: 'r', payload: size(80, 24) }, out(400_000, 'é')]);

test('a segment is read as it was written', () => {
  const segment = readSegment(good(), 3);
  assert.deepEqual([segment.number, segment.from, segment.offset, segment.size], [3, 5_000, 262_144, { columns: 120, rows: 40 }]);
  assert.equal(text(segment.keyframe), 'prompt');
  assert.deepEqual(segment.events.map(({ ms, kind, payload }) => [ms, kind, text(payload).length]), [[5_010, 'o', 4], [5_010, 'i', 1], [9_000, 'r', 4], [400_000, 'o', 1]]);
  assert.equal(segment.damage, undefined);
});

test('kinds of a later server are skipped, and time goes on over them', () => {
  const segment = readSegment(writeSegment(1, 0, 0, size(80, 24), [{ ms: 40, kind: 'Z', payload: 'what is it' }, out(50, 'a')]), 1);
  assert.deepEqual(segment.events.map(({ ms, kind }) => [ms, kind]), [[50, 'o']]);
});

test('output cut inside a character stays bytes', () => {
  const [, second] = [Uint8Array.of(0xc3), Uint8Array.of(0xa9)];
  const segment = readSegment(writeSegment(1, 0, 0, size(80, 24), [out(1, Uint8Array.of(0xc3)), out(2, second)]), 1);
  assert.deepEqual(segment.events.map(({ payload }) => [...payload]), [[0xc3], [0xa9]]);
});

test('what is no segment is refused with the place', () => {
  const refused = (bytes: Uint8Array, number = 3) => {
    try {
      readSegment(bytes, number);
    } catch (e) {
      assert.ok(e instanceof NotASegment);
      return e.damage;
    }
    return assert.fail('was read');
  };
  assert.deepEqual(refused(good().subarray(0, 20)), { what: 'header', byte: 20 });
  assert.deepEqual(refused(new Uint8Array(40)), { what: 'magic', byte: 0 });
  assert.deepEqual(refused(good(), 4), { what: 'number', byte: 8 });
  assert.deepEqual(refused(good().subarray(0, 28)), { what: 'keyframe', byte: 28 });
  assert.deepEqual(refused(writeSegment(3, 0, 0, size(0, 24), [])), { what: 'keyframe', byte: 28 });
  assert.deepEqual(refused(writeSegment(3, 0, 0, size(5_000, 24), [])), { what: 'keyframe', byte: 28 });
  assert.deepEqual(refused(new Uint8Array(MOST_BYTES + 1)), { what: 'too-long', byte: MOST_BYTES });
  const future = good();
  future.fill(0xff, 12, 20);
  assert.deepEqual(refused(future), { what: 'header', byte: 12 });
});

test('what comes before damage is kept, and the damage has its place', () => {
  const begin = writeSegment(1, 0, 0, size(80, 24), [out(5, 'good')]);
  const with_ = (...rest: number[]) => readSegment(Uint8Array.of(...begin, ...rest), 1);
  const o = 'o'.charCodeAt(0);
  const cases: [number[], string][] = [
    [[1, o, 200, 1, 65], 'payload'],
    [[1, o, ...leb(2 ** 40)], 'payload'],
    [[1, o, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1], 'length'],
    [[0x80], 'delta'],
    [[0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f, o, 0], 'delta'],
    [[1], 'length'],
    [[1, o], 'length'],
    [[0, 'k'.charCodeAt(0), 4, 0, 80, 0, 24], 'keyframe'],
    [[0, 'r'.charCodeAt(0), 2, 0, 80], 'size'],
  ];
  for (const [rest, what] of cases) {
    const { events, damage } = with_(...rest);
    assert.deepEqual(damage, { what, byte: begin.length }, what);
    assert.deepEqual(events.map(({ payload }) => text(payload)), ['good'], what);
  }
});

test('cut anywhere it is read or refused, and never more than is there', () => {
  const whole = good();
  for (let length = 0; length < whole.length; length++) {
    try {
      const { events } = readSegment(whole.slice(0, length), 3);
      assert.ok(events.length < 4);
    } catch (e) {
      assert.ok(e instanceof NotASegment, String(e));
    }
  }
});

test('any byte changed to anything is read or refused', () => {
  const whole = good();
  for (let at = 0; at < whole.length; at++) {
    for (const value of [0, 1, 0x7f, 0x80, 0xff]) {
      const changed = whole.slice();
      changed[at] = value;
      try {
        const { events } = readSegment(changed, 3);
        for (const { payload } of events) assert.ok(payload.byteOffset + payload.length <= whole.length);
      } catch (e) {
        assert.ok(e instanceof NotASegment, String(e));
      }
    }
  }
});
