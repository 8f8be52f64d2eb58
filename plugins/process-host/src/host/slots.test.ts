import test from 'ava';
import { ControlWords } from '../wire/control-words.js';
import { Slots } from './slots.js';

test('a slot is free again when its call was answered', t => {
  const slots = new Slots(1);
  t.is(slots.take(), 0);
  t.is(slots.take(), undefined);
  slots.release(0);
  t.is(slots.take(), 0);
});

test('a cancelled slot also waits for the acknowledgement', t => {
  const slots = new Slots(1);
  const slot = slots.take() ?? -1;
  slots.hold(slot);
  slots.release(slot);
  t.is(slots.take(), undefined);
  slots.release(slot);
  t.is(slots.take(), 0);
});

test('an acknowledgement that nobody waits for frees nothing twice', t => {
  const slots = new Slots(2);
  const slot = slots.take() ?? -1;
  slots.release(slot);
  slots.release(slot);
  t.deepEqual([slots.take(), slots.take(), slots.take()], [0, 1, undefined]);
});

test('a cancellation may come before its call begins, while it runs, or after it', t => {
  const words = new ControlWords();
  words.cancel(3, 7);
  t.is(words.begin(3, 7)[0], 1, 'before');
  const running = words.begin(3, 8);
  t.is(running[0], 0);
  words.cancel(3, 8);
  t.is(running[0], 1, 'while');
  words.cancel(3, 8);
  t.is(words.begin(3, 9)[0], 0, 'after: the next call is not touched');
});
