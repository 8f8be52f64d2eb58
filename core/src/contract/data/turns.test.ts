import { setImmediate as turn } from 'node:timers/promises';
import test from 'ava';
import { inTurns, TimeSlice, Turns } from './turns.js';

/** Work for so many milliseconds, without a pause. */
function work(milliseconds: number): void {
  for (const start = performance.now(); performance.now() - start < milliseconds;);
}

test.serial('work that begins in a turn that others have used up gives way at once', async t => {
  await turn();
  const first = new TimeSlice();
  work(5);
  t.true(first.isOver);
  const second = new TimeSlice();
  t.true(second.isOver, 'the turn is as long for the second as for the first');
  await Promise.all([first.next(), second.next()]);
});

test.serial('those that wait for a turn share it', async t => {
  await turn();
  const slices = [new TimeSlice(), new TimeSlice(), new TimeSlice(), new TimeSlice()];
  await Promise.all(slices.map(slice => slice.next()));
  const [first] = slices;
  work(1.5);
  t.true(first?.isOver ?? false, 'a quarter of the turn is over');
  await turn();
});

test.serial('many works at a time take turns of the event loop as one would', async t => {
  await turn();
  const STEPS = 10;
  const began: number[] = [];
  let turns = 0;
  const beating = { isRunning: true };
  const beat = (async () => {
    for (; beating.isRunning; turns++) await turn();
  })();
  function* steps() {
    for (let step = 0; step < STEPS; step++) {
      work(1);
      began.push(turns);
      yield undefined;
    }
  }
  await Promise.all(Array.from({ length: 10 }, () => inTurns(steps())));
  beating.isRunning = false;
  await beat;
  // Four milliseconds for the first, a step for each of the others.
  const most = Math.max(...began.map(at => began.filter(other => other === at).length));
  t.true(most <= 16, `${String(most)} steps in a turn`);
});

test.serial('an abort ends the work when it gives way', async t => {
  const controller = new AbortController();
  const turns = new Turns(controller.signal);
  controller.abort();
  await t.throwsAsync(turns.next(), { code: 'ABORTED' });
});
