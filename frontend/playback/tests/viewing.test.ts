import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Projector } from '../projector.ts';
import { NotReceived } from '../recording.ts';
import { LOOK, Viewing } from '../viewing.ts';
import { FakeOutside, FakeScreen, FakeSource, settled } from './fakes.ts';
import { out } from './writer.ts';

const work = () => {
  const source = new FakeSource({ from: 0, to: 10_000, events: [out(100, 'a'), out(6_000, 'b')] });
  source.written = { lines: [{ ms: 100, offset: 0, text: 'first error' }, { ms: 6_000, offset: 1, text: 'second Error' }] };
  return source;
};

async function view(source: FakeSource, moment?: number) {
  const screen = new FakeScreen();
  const outside = new FakeOutside();
  const viewing = new Viewing('s-1', source, new Projector(screen), outside, () => {});
  await viewing.open(moment);
  await settled();
  return { viewing, screen, outside, shown: () => screen.shown.replace(/<80x24>/g, '') };
}

test('a link opens at its moment, paused', async () => {
  const { viewing, shown } = await view(work(), 6_000);
  assert.equal(viewing.phase, 'ready');
  assert.equal(shown(), '[1]ab');
  assert.equal(viewing.player.clock.playing, false);
});

test('hits are walked to, and the screen follows', async () => {
  const { viewing, shown } = await view(work());
  viewing.look('error');
  assert.equal(viewing.hits.length, 2);
  viewing.perform({ do: 'hit', direction: 1 });
  viewing.perform({ do: 'hit', direction: 1 });
  await settled();
  assert.equal(viewing.player.ms, 6_000);
  assert.equal(shown(), '[1]ab');
});

test('acts move within the recording and never out of it', async () => {
  const { viewing } = await view(work());
  const at = (act: Parameters<Viewing['perform']>[0]) => (viewing.perform(act), viewing.player.ms);
  assert.deepEqual([at({ do: 'part', tenth: 5 }), at({ do: 'by', ms: 5_000 }), at({ do: 'by', ms: 5_000 }), at({ do: 'to', ms: 123 }), at({ do: 'by', ms: -5_000 })], [5_000, 10_000, 10_000, 123, 0]);
});

test('why a recording does not open is kept for the page', async () => {
  for (const refusal of ['not-found', 'signed-out', 'unreachable', 'nonsense'] as const) {
    const source = work();
    source.index = async () => {
      throw new NotReceived(refusal);
    };
    const { viewing } = await view(source);
    assert.deepEqual(viewing.phase, { refused: refusal });
  }
});

test('without its transcript it plays', async () => {
  const source = work();
  source.lines = async () => {
    throw new NotReceived('unreachable');
  };
  const { viewing, shown } = await view(source, 200);
  assert.ok(viewing.unread);
  assert.equal(shown(), '[1]a');
});

test('an empty recording says so', async () => {
  const { viewing } = await view(new FakeSource());
  assert.ok(viewing.empty);
});

test('what happened is told for a while', async () => {
  const source = work();
  source.told = { markers: [{ ms: 2_000, kind: 'w', text: 'bob watches' }] };
  const { viewing } = await view(source);
  const caption = (ms: number) => (viewing.perform({ do: 'to', ms }), viewing.caption?.text);
  assert.deepEqual([caption(1_999), caption(2_000), caption(5_900), caption(6_100)], [undefined, 'bob watches', 'bob watches', undefined]);
});

test('a live recording is watched from its end, and looked at again until it is over', async () => {
  const source = work();
  source.told = { live: true, state: 'live' };
  const { viewing, outside, shown } = await view(source);
  assert.equal(shown(), '[1]ab');
  assert.ok(viewing.player.watching);
  source.cuts[0] = { from: 0, to: 11_000, events: [...source.cuts[0].events, out(10_500, 'c')] };
  source.told = { live: false, state: 'complete' };
  source.written = { lines: [{ ms: 10_500, offset: 2, text: 'the end' }] };
  await outside.pass(LOOK);
  assert.equal(viewing.player.clock.end, 11_000);
  assert.equal(viewing.contents?.live, false);
  assert.deepEqual(viewing.lines.map(({ text }) => text), ['the end'], 'the transcript is read once more');
  viewing.recording.open = () => assert.fail('looked at again');
  await outside.pass(10 * LOOK);
});

test('a server that is away for a while is asked again', async () => {
  const source = work();
  source.told = { live: true, state: 'live' };
  const { viewing, outside } = await view(source);
  const index = source.index;
  source.index = async () => {
    throw new NotReceived('unreachable');
  };
  await outside.pass(LOOK);
  source.index = index;
  source.cuts[0] = { ...source.cuts[0], to: 12_000 };
  await outside.pass(LOOK);
  assert.equal(viewing.player.clock.end, 12_000);
});

test('who may not watch any longer is shown nothing any more', async () => {
  for (const refusal of ['signed-out', 'not-found'] as const) {
    const source = work();
    source.told = { live: true, state: 'live' };
    const { viewing, outside } = await view(source);
    source.index = async () => {
      throw new NotReceived(refusal);
    };
    await outside.pass(LOOK);
    assert.deepEqual(viewing.phase, { refused: refusal });
    assert.equal(viewing.player.clock.playing, false);
  }
});

test('a live recording that is still empty is watched as soon as something is written', async () => {
  const source = new FakeSource();
  source.told = { live: true, state: 'live' };
  const { viewing, outside, screen, shown } = await view(source);
  assert.ok(viewing.empty);
  const writes = screen.writes;
  viewing.player.tick(50);
  viewing.player.tick(100);
  await settled();
  assert.equal(screen.writes, writes, 'nothing is drawn over and over');
  source.cuts = [{ from: 0, to: 30_000, events: [out(29_000, 'at last')] }];
  await outside.pass(LOOK);
  assert.equal(viewing.player.ms, 30_000);
  assert.equal(shown(), '[1]at last');
});
