/** Runs one operation and returns without closing anything: the process must end by itself. */
import process from 'node:process';
import tsReference from '@parquetframe/engine-ts-reference';
import workerPool from '@parquetframe/engine-worker-pool';
import { edges } from './data.js';
import { graphOf, open, run, tableOf } from './engine.js';

const built = await run(await open(tsReference()), 'graph.build', { ids: 'dense', vertexCount: 2 }, [{ table: edges(2, 3, 1) }]);
const result = await run(await open(workerPool()), 'graph.wcc', {}, [{ graph: graphOf(built) }]);
process.stdout.write(`${tableOf(result).length} rows\n`);
