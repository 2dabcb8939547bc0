import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KEPT, NotReceived, Recording } from '../recording.ts';
import { FakeSource, settled, type Cut } from './fakes.ts';
import { out } from './writer.ts';

const calm = () => new AbortController().signal;
const cuts = (count: number): Cut[] => Array.from({ length: count }, (_, at) => ({ from: at * 1_000, to: at * 1_000 + 1_000, events: [out(at * 1_000 + 10, `${at + 1}`)] }));

async function opened(source: FakeSource) {
  const recording = new Recording(source);
  await recording.open(calm());
  return recording;
}

test('a moment is in the last segment that begins at or before it', async () => {
  const recording = await opened(new FakeSource(...cuts(4)));
  assert.deepEqual([0, 999, 1_000, 2_500, 99_000].map((ms) => recording.at(ms)), [0, 0, 1, 2, 3]);
});

test('one segment is asked for ahead, and none twice', async () => {
  const source = new FakeSource(...cuts(4));
  const recording = await opened(source);
  await recording.segment(0, calm());
  assert.deepEqual(source.asked, [1], 'not while somebody waits');
  recording.showing(0);
  recording.showing(0);
  assert.deepEqual(source.asked, [1, 2]);
  await settled();
  assert.equal(recording.here(1)?.number, 2);
  await recording.segment(1, calm());
  recording.showing(1);
  assert.deepEqual(source.asked, [1, 2, 3]);
});

test('the oldest go when there are too many', async () => {
  const source = new FakeSource(...cuts(KEPT + 4));
  const recording = await opened(source);
  for (let at = 0; at < KEPT + 2; at++) await recording.segment(at, calm());
  assert.deepEqual([recording.here(0), recording.here(1)], [undefined, undefined]);
  assert.equal(recording.here(2)?.number, 3);
  await recording.segment(0, calm());
  assert.equal(source.asked.filter((number) => number === 1).length, 2);
});

test('one that is not wanted any more is given up', async () => {
  const source = new FakeSource(...cuts(1));
  const recording = await opened(source);
  source.hold();
  const wanted = new AbortController();
  const segment = recording.segment(0, wanted.signal);
  wanted.abort();
  assert.deepEqual(source.aborted, [1]);
  source.letGo();
  await assert.rejects(segment, { name: 'AbortError' });
  assert.equal(recording.missing.size, 0, 'given up is not missing');
});

test('one that does not come is named, and may be tried again', async () => {
  const source = new FakeSource(...cuts(3));
  const recording = await opened(source);
  source.broken.set(2, 'unreachable');
  assert.equal(await recording.segment(1, calm()), undefined);
  assert.deepEqual([...recording.missing.values()].map(({ place, because }) => [place.number, because]), [[2, 'unreachable']]);
  source.broken.clear();
  assert.equal((await recording.segment(1, calm()))?.number, 2);
  assert.equal(recording.missing.size, 0);
});

test('one that is no segment says at which byte', async () => {
  const source = new FakeSource(...cuts(1));
  const recording = await opened(source);
  source.broken.set(1, new Uint8Array(64));
  assert.equal(await recording.segment(0, calm()), undefined);
  assert.deepEqual(recording.missing.get(1)?.because, { what: 'magic', byte: 0 });
});

test('of a damaged one what is before the damage plays, and it is told from when on it is damaged', async () => {
  const source = new FakeSource({ from: 0, to: 1_000, events: [out(10, 'good'), out(700, 'lost')] });
  const recording = await opened(source);
  const whole = await source.segment(1, calm());
  source.broken.set(1, whole.slice(0, -2));
  assert.equal((await recording.segment(0, calm()))?.events.length, 1);
  const missing = recording.missing.get(1);
  assert.deepEqual([missing?.fromMs, (missing?.because as { what: string }).what], [10, 'payload']);
});

test('a live segment is asked for again when it has grown', async () => {
  const source = new FakeSource(...cuts(1));
  const recording = await opened(source);
  await recording.segment(0, calm());
  source.cuts[0] = { from: 0, to: 4_000, events: [out(10, '1'), out(3_000, 'more')] };
  await recording.open(calm());
  assert.equal(recording.here(0), undefined, 'it is not as long as it should be');
  assert.equal((await recording.segment(0, calm()))?.events.length, 2);
  assert.deepEqual(source.asked, [1, 1]);
});

test('an index that is none is nonsense', async () => {
  const source = new FakeSource();
  source.index = async () => 'hello' as never;
  await assert.rejects(new Recording(source).open(calm()), (e) => e instanceof NotReceived && e.refusal === 'nonsense');
});
