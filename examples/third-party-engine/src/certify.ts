import { createRuntime } from '@parquetframe/core';
import { certify, formatReport } from '@parquetframe/conformance';
import { planNode, HEAP_ARROW, rowsOf, type TableData } from '@parquetframe/core/engine';
import tsReference from '@parquetframe/engine-ts-reference';
import tinyEngine from './engine.js';
import { reversePlugin } from './reverse.js';

const report = await certify(tinyEngine(), { reference: tsReference(), plugins: [reversePlugin] });
console.log(formatReport(report));
if (!report.passed) process.exit(1);

// Used like any other: the plugin's operation on the tiny engine, a built-in one beside it.
const pf = await createRuntime({
  engines: [tinyEngine(), tsReference()],
  plugins: [reversePlugin],
  uncertified: 'allow',
  wisdom: 'off',
});
const frame = pf.fromRows([{ a: 1 }, { a: 2 }, { a: 3 }]);
const execution = await pf.executor.execute(planNode('example.reverse', {}, [frame.plan]), [HEAP_ARROW], { engine: 'tiny' });
console.log(rowsOf(execution.replica.value as TableData), execution.provenance.stages[0]?.engine);
await pf.close();
