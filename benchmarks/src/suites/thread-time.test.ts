import test from 'ava';
import { atWork, ThreadClock } from './thread-time.js';

const moment = (at: number, cpu: number, waited: number, thread?: number, ran?: number) => ({ at, cpu, thread, waited, ran });

test('waiting for a core is not work', t => {
  t.is(atWork(moment(100, 50, 10), moment(120, 90, 25)), 5);
});

test('other threads may have used more time than there was, or this one less than it seems', t => {
  t.is(atWork(moment(0, 0, 0), moment(20, 40, 0)), 20);
  t.is(atWork(moment(0, 0, 0), moment(20, 3, 0)), 3);
  t.is(atWork(moment(0, 0, 0, 0), moment(20, 40, 0, 7)), 7);
  t.is(atWork(moment(0, 0, 0), moment(20, 40, 30)), 0);
});

test('time on a core is an upper bound, with what Linux may not have counted yet', t => {
  t.is(atWork(moment(0, 0, 0, undefined, 100), moment(20, 40, 0, undefined, 105)), 9);
  t.is(atWork(moment(0, 0, 0, undefined, 100), moment(5, 40, 0, undefined, 105)), 5);
});

test('a thread that only works has worked no longer than it took', t => {
  const clock = new ThreadClock();
  const from = clock.now();
  let sum = 0;
  for (let i = 0; i < 3e7; i++) sum += i % 7;
  const to = clock.now();
  clock.close();
  t.true(sum > 0);
  t.true(to.waited >= from.waited);
  t.true(to.cpu > from.cpu);
  t.true(atWork(from, to) <= to.at - from.at);
});
