import { FILE_BYTES, HEAP_ARROW, HEAP_BATCHES, nativeCall, schemaOf } from '@parquetframe/core/engine';
import type { DataType, Fragment, Kernel, Step } from '@parquetframe/core/engine';
import type { RustContext } from '../context.js';
import { estimatePipeline } from './estimate.js';
import { parametersOf } from './literals.js';
import { nativeTable, tableResult } from './replicas.js';
import { pipelineRequest } from './request.js';
import { maySpill, runSpilling } from './scratch.js';
import type { Room, Spilled } from './scratch.js';
import { portsOf, shapeOf, stepsOf } from './shape.js';
import { streamResult } from './stream.js';

/** What streams elsewhere: here all of it is made before the first batch is given. */
const GATHERED: ReadonlySet<string> = new Set(['table.withRowIndex', 'table.explode']);

/** Scans, joins and table steps as one kernel: nothing between them is materialised. Undefined for anything else. */
export function bindPipeline(fragment: Fragment, rust: RustContext): Kernel | undefined {
  const shape = shapeOf(fragment.root);
  if (!shape) return undefined;
  const steps = stepsOf(shape);
  const pipeline = { shape, parameters: parameters(steps), fast: fragment.determinism === 'fast' };
  const schema = schemaOf(fragment.root);
  const spills = maySpill(steps);
  const files: ReadonlySet<number> = new Set(portsOf(shape, 'scan'));
  const tables = portsOf(shape, 'table');
  return {
    inputs: fragment.ports.map(({ index }) => [files.has(index) ? FILE_BYTES : rust.table]),
    outputs: steps.some(({ operation }) => GATHERED.has(operation))
      ? [rust.table, HEAP_ARROW]
      : [rust.table, HEAP_ARROW, HEAP_BATCHES],
    estimate: statistics => estimatePipeline(shape, statistics),
    run: async call => {
      const { inputs, want, memory, threads, cancelled } = call;
      const given = tables.map(port => nativeTable(inputs[port]));
      const request = (room: Room) => pipelineRequest(pipeline, call.arguments, inputs, room);
      const spilling = <T>(run: (room: Room) => Promise<T>): Promise<Spilled<T>> =>
        spills ? runSpilling(rust, inputs, memory, run) : unspilled(run({ memory }));
      if (want.layout === 'batches') {
        const stream = await spilling(room => nativeCall(() => rust.addon.openStream(request(room), given, threads, cancelled)));
        return streamResult(stream, schema, call);
      }
      const { result, scratch } = await spilling(room =>
        nativeCall(() =>
          rust.addon.runPipeline(request(room), given, threads, cancelled, fraction => {
            call.progress(fraction);
          }),
        ),
      );
      await scratch?.[Symbol.asyncDispose]();
      return tableResult(result, schema, want, rust);
    },
  };
}

function parameters(steps: readonly Step[]): ReadonlyMap<number, DataType> {
  const types = new Map<number, DataType>();
  for (const step of steps) parametersOf(step, types);
  return types;
}

const unspilled = async <T>(running: Promise<T>): Promise<Spilled<T>> => ({ result: await running, scratch: undefined });
