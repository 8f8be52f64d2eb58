import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import test from 'ava';
import { processorTime, tellsThreadsApart } from './processor-time.js';

/** Keeps this thread busy until it has had so much of a processor, however long that takes. */
function work(milliseconds: number): number {
  const begun = performance.now();
  const start = process.cpuUsage();
  const had = (): number => {
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1000;
  };
  while (had() < milliseconds);
  return performance.now() - begun;
}

const onLinux = tellsThreadsApart ? test : test.skip;

onLinux('one thread is the busiest, and all there is (needs Linux)', t => {
  const measure = processorTime();
  const { total, busiest } = measure(work(400));
  // What V8's helpers had of it does not count, and ticks are coarse.
  t.true(total >= 200, `${total} of 400`);
  t.true(total / busiest < 1.5, `${total} of which ${busiest}`);
});

onLinux('the time of a second thread is told apart, while it lives and when it has ended (needs Linux)', async t => {
  const measure = processorTime();
  const busy = new Worker('require("node:worker_threads").parentPort.postMessage(0); for (;;) ;', { eval: true });
  await once(busy, 'message');
  const milliseconds = work(1200);
  const living = measure(milliseconds);
  t.true(living.total / living.busiest > 1.5, `${living.total} of which ${living.busiest}`);
  await busy.terminate();
  const ended = measure(milliseconds);
  t.true(ended.total / ended.busiest > 1.5, `${ended.total} of which ${ended.busiest}`);
});
