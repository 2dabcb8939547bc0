import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MOST_KEPT, TypedBytes } from '../typed.ts';
import { CHUNK, MOST_QUEUED, Typing } from '../typing.ts';
import { FakeShelf } from './fakes.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const text = (some: Uint8Array) => new TextDecoder().decode(some);

test('what the node confirmed is forgotten, the rest is sent again', () => {
  const typed = new TypedBytes(new FakeShelf(), 'k');
  typed.keep(bytes('echo hello'));
  typed.accepted(5);
  assert.equal(typed.waiting, 5);
  assert.equal(text(typed.resume(5)), 'hello');
});

test('what the server already holds is not sent twice, though not yet confirmed', () => {
  const typed = new TypedBytes(new FakeShelf(), 'k');
  typed.keep(bytes('echo hello'));
  assert.equal(text(typed.resume(7)), 'llo');
  assert.equal(typed.waiting, 10);
});

test('a reload finds every kept byte, also those that are no text', () => {
  const shelf = new FakeShelf();
  const before = new TypedBytes(shelf, 'k');
  const all = Uint8Array.from({ length: 300 }, (_, at) => at % 256);
  before.keep(all);
  before.accepted(10);
  assert.deepEqual(new TypedBytes(shelf, 'k').resume(10), all.slice(10));
});

test('an old confirmation changes nothing', () => {
  const typed = new TypedBytes(new FakeShelf(), 'k');
  typed.keep(bytes('abc'));
  typed.accepted(2);
  typed.accepted(1);
  assert.equal(text(typed.resume(2)), 'c');
});

test('a server that forgot the tab gets what is still kept, counted anew', () => {
  const typed = new TypedBytes(new FakeShelf(), 'k');
  typed.keep(bytes('abcdef'));
  typed.accepted(4);
  assert.equal(text(typed.resume(0)), 'ef');
  typed.accepted(2);
  assert.equal(typed.waiting, 0);
});

test('a server that knows more than the tab is believed', () => {
  const typed = new TypedBytes(new FakeShelf(), 'k');
  assert.equal(typed.resume(90).length, 0);
  typed.keep(bytes('x'));
  assert.equal(text(typed.resume(90)), 'x');
});

test('a forbidden storage does not stop the typing', () => {
  const typed = new TypedBytes({ getItem: () => null, setItem: () => { throw new Error('full'); } }, 'k');
  typed.keep(bytes('x'));
  assert.equal(typed.waiting, 1);
});

test('no more is kept than the bound', () => {
  const typed = new TypedBytes(new FakeShelf(), 'k');
  typed.keep(new Uint8Array(MOST_KEPT));
  assert.equal(typed.room, 0);
  assert.throws(() => typed.keep(bytes('x')), /room for 0/);
});

test('a large paste goes out in chunks as the node confirms, whole and in order', () => {
  const typed = new TypedBytes(new FakeShelf(), 'k');
  const sent: number[] = [];
  const typing = new Typing(typed, (chunk) => {
    assert.ok(chunk.length <= CHUNK);
    sent.push(...chunk);
  });
  const paste = Uint8Array.from({ length: 3 * MOST_KEPT + 7 }, (_, at) => at % 251);
  assert.ok(typing.offer(paste));
  assert.equal(sent.length, MOST_KEPT);
  assert.ok(typing.progress! > 0.3 && typing.progress! < 0.4);
  while (typing.progress !== undefined) {
    typed.accepted(sent.length);
    typing.pump();
  }
  assert.deepEqual(Uint8Array.from(sent), paste);
});

test('what does not fit is refused as a whole', () => {
  const typing = new Typing(new TypedBytes(new FakeShelf(), 'k'), () => {});
  assert.equal(typing.offer(new Uint8Array(MOST_QUEUED + 1)), false);
  assert.equal(typing.progress, undefined);
});

test('Ctrl-C drops the rest of a paste and is sent itself', () => {
  const typed = new TypedBytes(new FakeShelf(), 'k');
  const sent: number[] = [];
  const typing = new Typing(typed, (chunk) => void sent.push(...chunk));
  typing.offer(new Uint8Array(MOST_KEPT + 100));
  typing.offer(Uint8Array.of(3));
  typed.accepted(sent.length);
  typing.pump();
  assert.equal(sent.length, MOST_KEPT + 1);
  assert.equal(sent.at(-1), 3);
});

test('a cancelled bracketed paste is closed, so that the shell listens again', () => {
  const typed = new TypedBytes(new FakeShelf(), 'k');
  const sent: number[] = [];
  const typing = new Typing(typed, (chunk) => void sent.push(...chunk));
  typing.offer(bytes(`\x1b[200~${'x'.repeat(MOST_KEPT)}\x1b[201~`));
  typing.cancel();
  typed.accepted(sent.length);
  typing.pump();
  assert.ok(text(Uint8Array.from(sent)).endsWith('x\x1b[201~'));
  assert.equal(typing.progress, undefined);
});
