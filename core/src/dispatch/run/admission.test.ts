import test from 'ava';
import { Admission } from './admission.js';

const never = new AbortController().signal;

test('cores are leased first come, first served, and never more than there are', async t => {
  const cpu = new Admission(2, () => 100);
  const first = await cpu.acquire({ threads: 4, bytes: 0 }, never);
  t.is(first.threads, 2);
  const order: string[] = [];
  const second = cpu.acquire({ threads: 1, bytes: 0 }, never).then(lease => {
    order.push('second');
    return lease;
  });
  const third = cpu.acquire({ threads: 2, bytes: 0 }, never).then(lease => {
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
  const cpu = new Admission(4, () => 100);
  const one = await cpu.acquire({ threads: 1, bytes: 0 }, never);
  t.true(one.alone);
  const two = await cpu.acquire({ threads: 1, bytes: 0 }, never);
  t.deepEqual([one.alone, two.alone], [false, false]);
  one.release();
  two.release();
  t.true((await cpu.acquire({ threads: 4, bytes: 0 }, never)).alone);
});

test('a waiter that is aborted leaves the queue', async t => {
  const cpu = new Admission(1, () => 100);
  const held = await cpu.acquire({ threads: 1, bytes: 0 }, never);
  const controller = new AbortController();
  const waiting = cpu.acquire({ threads: 1, bytes: 0 }, controller.signal);
  controller.abort(new Error('enough'));
  await t.throwsAsync(waiting, { message: 'enough' });
  await t.throwsAsync(cpu.acquire({ threads: 1, bytes: 0 }, controller.signal), { message: 'enough' });
  held.release();
  t.is((await cpu.acquire({ threads: 1, bytes: 0 }, never)).threads, 1);
});

test('kernels whose peaks do not fit the memory together run one after another; one that fits nowhere runs alone', async t => {
  const admission = new Admission(4, () => 100);
  const first = await admission.acquire({ threads: 1, bytes: 60 }, never);
  const order: string[] = [];
  const large = admission.acquire({ threads: 1, bytes: 500 }, never).then(lease => {
    order.push('large');
    return lease;
  });
  const small = admission.acquire({ threads: 1, bytes: 10 }, never).then(lease => {
    order.push('small');
    return lease;
  });
  t.is(admission.bytes, 60);
  first.release();
  const alone = await large;
  t.deepEqual([order, admission.bytes, alone.alone], [['large'], 500, true]);
  alone.release();
  (await small).release();
  t.deepEqual([order, admission.bytes], [['large', 'small'], 0]);
});

test('a waiter that leaves lets those behind it in', async t => {
  const admission = new Admission(4, () => 100);
  const held = await admission.acquire({ threads: 1, bytes: 60 }, never);
  const controller = new AbortController();
  const large = admission.acquire({ threads: 1, bytes: 60 }, controller.signal);
  const small = admission.acquire({ threads: 1, bytes: 10 }, never);
  controller.abort(new Error('enough'));
  await t.throwsAsync(large, { message: 'enough' });
  t.is((await small).threads, 1);
  t.is(admission.bytes, 70);
  held.release();
});
