/** What a process may preload: something that ends every thread. */
import process from 'node:process';
import { isMainThread } from 'node:worker_threads';

if (!isMainThread) process.exit(1);
