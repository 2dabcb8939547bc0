import assert from 'node:assert/strict';
import { test } from 'node:test';
import { GIVE_UP, LONGEST_RETRY, PING_EVERY, SILENCE } from '../link.ts';
import { TerminalSession } from '../session.ts';
import { FakeOutside, FakeScreen, FakeShelf, settled } from './fakes.ts';

function page(shelf = new FakeShelf()) {
  const outside = new FakeOutside();
  const screen = new FakeScreen();
  const refusedText: string[] = [];
  const session = new TerminalSession('s-1', 'tab', shelf, screen, outside, {
    changed: () => {},
    overfull: () => void refusedText.push('full'),
  });
  return { outside, screen, session, shelf, refusedText };
}

async function live(shelf?: FakeShelf, received = 0) {
  const it = page(shelf);
  it.session.start();
  await settled();
  it.outside.latest.onopen?.();
  it.outside.latest.says({ type: 'opened', offset: 0, received, shown: 0, exact: true });
  return it;
}

async function back(it: Awaited<ReturnType<typeof live>>, opened: object) {
  await it.outside.pass(LONGEST_RETRY);
  it.outside.latest.onopen?.();
  it.outside.latest.says({ type: 'opened', shown: 0, ...opened });
}

test('the first message has the ticket and the size, and the prompt is shown', async () => {
  const { outside, screen, session } = await live();
  assert.deepEqual(outside.latest.texts[0], { type: 'open', ticket: 't', client: 'tab', resume: -1, cols: 80, rows: 24 });
  outside.latest.shows('$ ');
  assert.equal(screen.shown, '$ ');
  assert.deepEqual(session.state, { name: 'live', node: true });
});

test('a key goes out at once as its bytes', async () => {
  const { outside, session } = await live();
  session.type('ü');
  assert.deepEqual(outside.latest.bytes, [0xc3, 0xbc]);
});

test('after a break the page asks for the next byte and goes on', async () => {
  const it = await live();
  it.outside.latest.shows('hello');
  it.outside.latest.breaks();
  assert.equal(it.session.state.name, 'reconnecting');
  await back(it, { offset: 5, received: 0, exact: true });
  assert.equal((it.outside.latest.texts[0] as { resume: number }).resume, 5);
  it.outside.latest.shows(' again');
  assert.equal(it.screen.shown, 'hello again');
  assert.equal(it.screen.clears, 0);
});

test('where the server cannot go on exactly, the screen is cleared first', async () => {
  const it = await live();
  it.outside.latest.shows('hello');
  it.outside.latest.breaks();
  await back(it, { offset: 900, received: 0, exact: false });
  it.outside.latest.shows('new');
  assert.equal(it.screen.shown, 'new');
});

test('typed text survives a break, neither lost nor doubled', async () => {
  const it = await live();
  it.session.type('echo ');
  it.outside.latest.says({ type: 'accepted', offset: 3 });
  it.outside.latest.breaks();
  it.session.type('hi');
  await back(it, { offset: 0, received: 4, exact: true });
  assert.equal(it.outside.latest.typed, ' hi');
});

test('typed text survives a reload of the page', async () => {
  const shelf = new FakeShelf();
  const before = await live(shelf);
  before.session.type('make install');
  before.outside.latest.says({ type: 'accepted', offset: 5 });
  const after = await live(shelf, 8);
  assert.equal(after.outside.latest.typed, 'tall');
});

test('the end carries cause and status, and nobody dials again', async () => {
  const it = await live();
  it.outside.latest.says({ type: 'ended', cause: 'exited', status: 3, text: 'bye' });
  it.outside.latest.breaks(1000);
  await it.outside.pass(GIVE_UP);
  assert.deepEqual(it.session.state, { name: 'ended', cause: 'exited', status: 3, text: 'bye' });
  assert.equal(it.outside.sockets.length, 1);
});

test('a page that was replaced stays away until it is asked back', async () => {
  const it = await live();
  it.outside.latest.says({ type: 'replaced' });
  await it.outside.pass(60_000);
  assert.equal(it.session.state.name, 'replaced');
  assert.equal(it.outside.sockets.length, 1);
  it.session.start();
  await settled();
  assert.equal(it.outside.sockets.length, 2);
});

test('a refused ticket is an answer, not a reason to try again', async () => {
  for (const refusal of ['not-found', 'signed-out', 'forbidden'] as const) {
    const it = page();
    it.outside.answer = { refused: refusal };
    it.session.start();
    await it.outside.pass(GIVE_UP);
    assert.deepEqual(it.session.state, { name: 'refused', refusal });
    assert.equal(it.outside.asked, 1);
  }
});

test('a server that is away is asked again, ever more slowly, and not for ever', async () => {
  const it = await live();
  it.outside.answer = 'unreachable';
  it.outside.latest.breaks();
  await it.outside.pass(4_000);
  const soon = it.outside.asked;
  assert.ok(soon >= 4 && soon <= 7, `${soon} tries`);
  await it.outside.pass(60_000);
  assert.ok(it.outside.asked - soon <= 13, `${it.outside.asked - soon} tries in a minute`);
  await it.outside.pass(GIVE_UP);
  assert.equal(it.session.state.name, 'lost');
});

test('the network is back: no waiting for the next try', async () => {
  const it = await live();
  it.outside.answer = 'unreachable';
  it.outside.latest.breaks();
  await it.outside.pass(30_000);
  it.outside.answer = { ticket: 'u' };
  it.session.hurry();
  await settled();
  assert.equal(it.outside.sockets.length, 2);
});

test('a line that says nothing for too long is dead, though nobody closed it', async () => {
  const it = await live();
  await it.outside.pass(SILENCE + 2 * PING_EVERY);
  assert.ok(it.outside.sockets[0].closed);
  assert.notEqual(it.session.state.name, 'live');
});

test('a pong gives the round trip', async () => {
  const it = await live();
  const ping = it.outside.latest.texts.find((said) => said.type === 'ping')!;
  await it.outside.pass(12);
  it.outside.latest.says({ type: 'pong', t: ping.t });
  assert.equal(it.session.latency, 12);
});

test('a lost node is shown while the page itself is connected', async () => {
  const it = await live();
  it.outside.latest.says({ type: 'legs', node: false });
  assert.deepEqual(it.session.state, { name: 'live', node: false });
});

test('a session that waits says how many are before it, then that it starts, then that it is live', async () => {
  const it = await live();
  it.outside.latest.says({ type: 'waiting', before: 3 });
  assert.deepEqual(it.session.state, { name: 'waiting', before: 3 });
  it.outside.latest.says({ type: 'waiting', before: 2 });
  assert.deepEqual(it.session.state, { name: 'waiting', before: 2 });
  it.session.type('ls');
  assert.equal(it.outside.latest.typed, 'ls');
  it.outside.latest.says({ type: 'starting' });
  assert.deepEqual(it.session.state, { name: 'connecting' });
  it.outside.latest.says({ type: 'legs', node: true });
  assert.deepEqual(it.session.state, { name: 'live', node: true });
});

test('a line that breaks while the session waits comes back to its place', async () => {
  const it = await live();
  it.outside.latest.says({ type: 'waiting', before: 3 });
  it.outside.latest.breaks();
  assert.equal(it.session.state.name, 'reconnecting');
  await back(it, { offset: 0, received: 0, exact: true });
  it.outside.latest.says({ type: 'waiting', before: 1 });
  assert.deepEqual(it.session.state, { name: 'waiting', before: 1 });
});

test('only what is parsed is reported', async () => {
  const it = await live();
  it.screen.slow = true;
  it.outside.latest.shows('x'.repeat(70_000));
  assert.equal(it.outside.latest.texts.some((said) => said.type === 'parsed'), false);
  it.screen.catchUp();
  assert.deepEqual(it.outside.latest.texts.at(-1), { type: 'parsed', offset: 70_000 });
});

test('nothing is typed into a session that is over', async () => {
  const it = await live();
  it.outside.latest.says({ type: 'ended', cause: 'closed', text: '' });
  it.session.type('rm');
  assert.equal(it.session.waiting, 0);
});

test('output that was on a screen before is drawn as the past, and what follows is not', async () => {
  const it = page();
  const drawn: [string, boolean][] = [];
  it.screen.write = (bytes: Uint8Array, parsed: () => void) => {
    drawn.push([new TextDecoder().decode(bytes), it.session.replaying]);
    parsed();
  };
  it.session.start();
  await settled();
  it.outside.latest.onopen?.();
  it.outside.latest.says({ type: 'opened', offset: 10, received: 0, shown: 15, exact: false });
  it.outside.latest.shows('past');
  it.outside.latest.shows('!$ ');
  assert.deepEqual(drawn, [['past', true], ['!', true], ['$ ', false]]);
  assert.equal(it.session.replaying, false);
});
