import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Player } from '../player.ts';
import { Projector } from '../projector.ts';
import { Recording } from '../recording.ts';
import { FakeScreen, FakeSource, settled } from './fakes.ts';
import { out, size } from './writer.ts';

const three = () => new FakeSource(
  { from: 0, to: 1_000, events: [out(100, 'a'), { ms: 150, kind: 'i', payload: 'typed' }, out(200, 'b'), out(200, 'c')] },
  { from: 1_000, to: 2_000, events: [out(1_100, 'd'), out(1_900, 'e')] },
  { from: 2_000, to: 20_000, events: [out(2_500, 'f'), { ms: 20_000, kind: 'x', payload: '{}' }] },
);

async function open(source = three()) {
  const screen = new FakeScreen();
  const recording = new Recording(source);
  const player = new Player(recording, new Projector(screen), () => {});
  await recording.open(new AbortController().signal);
  player.opened(0);
  await player.seek(0);
  const shown = () => screen.shown.replace(/<80x24>/g, '');
  let now = 0;
  /** Time goes by as a browser draws: 20 pictures a second. */
  const pass = async (ms: number) => {
    for (const until = now + ms; now < until; ) {
      now += 50;
      player.tick(now);
      await settled();
    }
  };
  return { screen, source, recording, player, shown, pass };
}

test('it plays what was written when it was written', async () => {
  const { player, shown, pass } = await open();
  assert.equal(shown(), '[1]');
  player.play(0);
  await pass(100);
  assert.equal(shown(), '[1]a');
  await pass(100);
  assert.equal(shown(), '[1]abc');
});

test('over the end of a segment it goes on without a reset', async () => {
  const { player, shown, pass } = await open();
  player.play(0);
  await pass(1_950);
  assert.equal(shown(), '[1]abcde');
  await pass(18_100);
  assert.equal(shown(), '[1]abcdef');
  assert.equal(player.clock.playing, false, 'the end is the end');
});

test('played again at its end it begins at the beginning', async () => {
  const { player, shown } = await open();
  await player.seek(20_000);
  player.play(0);
  await settled();
  assert.equal(player.ms, 0);
  assert.equal(shown(), '[1]');
});

test('a seek draws keyframe and events up to the moment, in one write', async () => {
  const { player, shown, screen } = await open();
  const before = screen.writes;
  await player.seek(1_500);
  assert.equal(shown(), '[2]d');
  assert.equal(screen.writes, before + 1);
});

test('within a segment a seek on goes on, and a seek back begins anew', async () => {
  const { player, shown } = await open();
  await player.seek(100);
  await player.seek(250);
  assert.equal(shown(), '[1]abc');
  await player.seek(100);
  assert.equal(shown(), '[1]a');
});

test('sizes change where they changed', async () => {
  const { player, screen } = await open(new FakeSource({ from: 0, to: 900, events: [out(1, 'a'), { ms: 2, kind: 'r', payload: size(120, 40) }, out(3, 'b')] }));
  await player.seek(900);
  assert.equal(screen.shown, '[1]a<120x40>b');
  await player.seek(1);
  assert.equal(screen.shown.replace(/^.*\[/, '['), '[1]a');
});

test('of two seeks the later counts, though the earlier is answered last', async () => {
  const { player, shown, source } = await open();
  source.hold();
  const early = player.seek(19_000);
  const late = player.seek(150);
  source.letGo();
  await Promise.all([early, late]);
  await settled();
  assert.equal(shown(), '[1]a');
  assert.equal(player.ms, 150);
});

test('while a segment is on its way the recording waits', async () => {
  const { player, shown, source, pass } = await open();
  source.hold();
  await player.step(1);
  void player.seek(19_000);
  player.play(0);
  assert.ok(player.waiting);
  await pass(5_000);
  assert.equal(player.ms, 19_000);
  source.letGo();
  await settled();
  assert.ok(!player.waiting);
  assert.equal(shown(), '[3]f');
});

test('steps go from output to output, over input and over the ends of segments', async () => {
  const { player, shown } = await open();
  const seen: string[] = [];
  for (let i = 0; i < 5; i++) {
    await player.step(1);
    seen.push(`${player.ms} ${shown()}`);
  }
  assert.deepEqual(seen, ['100 [1]a', '200 [1]ab', '200 [1]abc', '1100 [2]d', '1900 [2]de']);
  seen.length = 0;
  for (let i = 0; i < 6; i++) {
    await player.step(-1);
    seen.push(`${player.ms} ${shown()}`);
  }
  assert.deepEqual(seen, ['1100 [2]d', '200 [1]abc', '200 [1]ab', '100 [1]a', '0 [1]', '0 [1]']);
});

test('the last step goes to the end', async () => {
  const { player } = await open();
  await player.seek(3_000);
  await player.step(1);
  assert.equal(player.ms, 20_000);
});

test('pauses are skipped to the next event, also in another segment', async () => {
  const { player, shown, pass } = await open(new FakeSource({ from: 0, to: 60_000, events: [out(10, 'a')] }, { from: 60_000, to: 61_000, events: [out(60_000, 'b')] }));
  player.clock.skipIdle = true;
  player.play(0);
  await pass(2_000);
  assert.equal(shown(), '[1]a');
  await pass(100);
  assert.equal(shown(), '[1]ab');
  assert.ok(player.ms >= 60_000);
});

test('behind a segment that does not come the rest plays', async () => {
  const { player, shown, source, pass, recording } = await open();
  source.broken.set(2, 'unreachable');
  recording.close();
  await player.seek(900);
  player.play(0);
  await pass(700);
  assert.equal(shown(), '[3]f');
  assert.deepEqual([...recording.missing.keys()], [2]);
});

test('behind a damaged segment the screen begins with the next one’s keyframe', async () => {
  const { player, shown, source, pass, recording } = await open();
  const whole = await source.segment(1, new AbortController().signal);
  source.broken.set(1, whole.slice(0, -1));
  recording.close();
  await player.seek(900);
  assert.equal(shown(), '[1]abc'.slice(0, -1));
  player.play(0);
  await pass(300);
  assert.equal(shown(), '[2]d');
});

test('at a moment that does not come the screen is empty, and it stays there', async () => {
  const { player, shown, source, recording } = await open();
  source.broken.set(2, 'not-found');
  recording.close();
  await player.seek(1_500);
  assert.equal(shown(), '');
  assert.equal(player.ms, 1_500);
});

test('a slow terminal holds the recording back instead of piling up', async () => {
  const { player, screen, pass } = await open();
  player.clock.speed = 16;
  player.play(0);
  screen.slow = true;
  await pass(50);
  const writes = screen.writes;
  await pass(1_000);
  assert.equal(screen.writes, writes);
  assert.ok(player.ms <= 800);
});

test('who watches a live recording goes on where it grows, without a reset', async () => {
  const source = new FakeSource({ from: 0, to: 1_000, events: [out(900, 'a')] });
  source.told = { live: true };
  const { player, shown, pass, recording } = await open(source);
  player.play(0);
  await player.seek(1_000);
  assert.ok(player.watching);
  await pass(500);
  assert.equal(player.clock.playing, true, 'the end of a live one is no end');
  source.cuts[0] = { from: 0, to: 2_500, events: [out(900, 'a'), out(1_200, 'b'), out(2_400, 'c')] };
  await recording.open(new AbortController().signal);
  player.opened(1_000);
  await pass(400);
  assert.equal(shown(), '[1]ab');
  await pass(1_500);
  assert.equal(shown(), '[1]abc');
});

test('who watched and fell behind is brought to the end; who looked at something earlier is left there', async () => {
  const source = new FakeSource({ from: 0, to: 60_000, events: [out(900, 'a')] });
  source.told = { live: true };
  const { player, recording } = await open(source);
  const grow = async (to: number) => {
    const was = player.clock.end;
    source.cuts[0] = { ...source.cuts[0], to };
    await recording.open(new AbortController().signal);
    player.opened(was);
    await settled();
  };
  player.play(0);
  await player.seek(60_000);
  await grow(90_000);
  assert.equal(player.ms, 90_000);
  await player.seek(10_000);
  await grow(120_000);
  assert.equal(player.ms, 10_000);
});
