import { HEAP_ARROW, asofShapeOf, joinConditionsOf, joinedColumnsOf, nativeCall, schemaOf } from '@parquetframe/core/engine';
import type { CostEstimate, Json, Kernel, Statistics, Step } from '@parquetframe/core/engine';
import type { RustContext } from '../context.js';
import { nativeTable, tableResult } from './replicas.js';
import { roomJson } from './request.js';

/** Bytes per right row of a search: its word, its number and its group, twice while they are sorted. */
const PER_RIGHT_ROW = 56;

type Estimate = (statistics: Statistics) => CostEstimate;

/** A verb over several tables: what the addon is asked, and what it costs. */
const bindTables =
  (requestOf: (step: Step) => Json, estimate: Estimate) =>
  (step: Step, rust: RustContext): Kernel => {
    const schema = schemaOf(step);
    const verb = requestOf(step);
    return {
      inputs: step.inputs.map(() => [rust.table]),
      outputs: [rust.table, HEAP_ARROW],
      estimate,
      run: async call => {
        const request = JSON.stringify({ verb, ...roomJson({ memory: call.memory }) });
        const tables = call.inputs.map(nativeTable);
        const result = await nativeCall(() =>
          rust.addon.runTables(request, tables, call.threads, call.cancelled, fraction => call.progress(fraction)),
        );
        return tableResult(result, schema, call.want, rust);
      },
    };
  };

/** Views of batches: the bytes of the result are those of the inputs. */
const views: Estimate = ({ ports, result }) => ({ seconds: 3e-5 + 1e-6 * ports.length, peakBytes: result.bytes ?? 0 });

/** A search per left row in the sorted right ones; left columns stay as they are. */
const searched: Estimate = ({ ports: [left, right], result }) => {
  const [rows, rightRows] = [left?.rows ?? 1e5, right?.rows ?? 1e5];
  const bytes = result.bytes ?? rows * 32;
  return {
    seconds: 5e-5 + rows * 4e-8 + rightRows * 6e-8 + bytes * 5e-10,
    peakBytes: bytes + rightRows * PER_RIGHT_ROW + (right?.bytes ?? 1e6) + 8e6,
  };
};

/** `table.concat`: the batches of all tables, as they are. */
export const bindConcat = bindTables(() => ({ verb: 'concat' }), views);

/** `table.beside`: views of the batches of all tables, cut where any of them ends. */
export const bindBeside = bindTables(
  ({ binding }) => ({ verb: 'beside', missing: binding['missing'] === 'null' ? 'null' : 'error' }),
  views,
);

/** `table.joinAsof`: right rows in the order of their values, each left row searched among them. */
export const bindJoinAsof = bindTables(step => {
  const { on, by, strategy, exactMatches, tolerance } = asofShapeOf(step);
  return {
    verb: 'joinAsof',
    on,
    by,
    strategy,
    exactMatches,
    ...(tolerance === undefined ? {} : { tolerance }),
    rightColumns: joinedColumnsOf(step),
  };
}, searched);

/** `table.joinWhere`: right rows in the order of the column that most conditions are on, and zones of the others. */
export const bindJoinWhere = bindTables(
  step => ({
    verb: 'joinWhere',
    on: joinConditionsOf(step).map(({ left, is, right }) => ({ left, is, right })),
    rightColumns: joinedColumnsOf(step),
  }),
  searched,
);
