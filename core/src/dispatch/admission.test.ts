import test from 'ava';
import { CpuLease } from './admission.js';

const never = new AbortController().signal;

test('cores are leased first come, first served, and never more than there are', async t => {
  const cpu = new CpuLease(2);
  const first = await cpu.acquire(4, never);
  t.is(first.threads, 2);
  const order: string[] = [];
  const second = cpu.acquire(1, never).then(lease => {
    order.push('second');
    return lease;
  });
  const third = cpu.acquire(2, never).then(lease => {
    order.push('third');
    return lease;
  });
  first.release();
  first.release();
  const [two, three] = [await second, await third];
  t.deepEqual(order, ['second', 'third']);
  t.deepEqual([two.threads, three.threads], [1, 1]);
});

test('only a lease that nothing else ran beside counts as alone', async t => {
  const cpu = new CpuLease(4);
  const one = await cpu.acquire(1, never);
  t.true(one.alone);
  const two = await cpu.acquire(1, never);
  t.deepEqual([one.alone, two.alone], [false, false]);
  one.release();
  two.release();
  t.true((await cpu.acquire(4, never)).alone);
});

test('a waiter that is aborted leaves the queue', async t => {
  const cpu = new CpuLease(1);
  const held = await cpu.acquire(1, never);
  const controller = new AbortController();
  const waiting = cpu.acquire(1, controller.signal);
  controller.abort(new Error('enough'));
  await t.throwsAsync(waiting, { message: 'enough' });
  await t.throwsAsync(cpu.acquire(1, controller.signal), { message: 'enough' });
  held.release();
  t.is((await cpu.acquire(1, never)).threads, 1);
});
