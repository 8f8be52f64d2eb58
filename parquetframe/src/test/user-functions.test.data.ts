/** Functions of users in a module of their own, as threads need it. */
import { isMainThread, threadId } from 'node:worker_threads';
import { defineFunction } from '../index.js';

export const hypotenuse = defineFunction('threads.hypotenuse', {
  takes: ['float64', 'float64'],
  gives: 'float64',
  summary: 'The square root of the sum of squares.',
  module: import.meta.url,
  evaluateBatch: ([a, b], length) => Float64Array.from({ length }, (_, i) => Math.hypot(a[i] ?? 0, b[i] ?? 0)),
});

/** Where it ran: 0 is the thread of the program. */
export const thread = defineFunction('threads.id', {
  takes: ['int64'],
  gives: 'int32',
  module: import.meta.url,
  evaluate: () => (isMainThread ? 0 : threadId),
});

export const unlucky = defineFunction('threads.unlucky', {
  takes: ['int64'],
  gives: 'bool',
  module: import.meta.url,
  evaluate: value => {
    if (value === 150_013n) throw new Error('thirteen');
    return value % 2n === 0n;
  },
});
