/** What a process may preload: something that does not work on threads. */
import { isMainThread } from 'node:worker_threads';

if (!isMainThread) throw new Error('not made for threads');
