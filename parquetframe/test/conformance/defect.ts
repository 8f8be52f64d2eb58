import { columnReader, columnFromValues, heldReplica, isDecline, resultOf, tableData } from '@parquetframe/core/engine';
import type {
  Decline,
  Engine,
  EngineContext,
  EngineManifest,
  EngineModule,
  Fragment,
  Kernel,
  KernelCall,
  KernelResult,
  TableData,
} from '@parquetframe/core/engine';
import tsReference from '@parquetframe/engine-ts-reference';

/** What is wrong with an engine that is otherwise the reference. */
export interface Defect {
  /** operations that it claims; nothing else is tested */
  readonly operations: readonly string[];
  readonly manifest?: (manifest: EngineManifest) => EngineManifest;
  readonly module?: (module: EngineModule) => EngineModule;
  readonly engine?: (engine: Engine) => Engine;
  /** what `bind` answers instead */
  readonly bind?: (answer: Kernel | Decline, fragment: Fragment, context: EngineContext) => Kernel | Decline;
  /** what a run gives instead */
  readonly run?: (
    result: KernelResult,
    call: KernelCall,
    context: EngineContext,
    fragment: Fragment,
  ) => KernelResult | Promise<KernelResult>;
}

/** The reference engine with one defect. Without any it is a right engine under another name. */
export function broken(defect: Defect): EngineModule {
  const right = tsReference();
  const { certificate: _certificate, ...rest } = right;
  const claimed = Object.entries(right.manifest.operations).filter(([name]) => defect.operations.includes(name));
  const manifest: EngineManifest = { ...right.manifest, id: 'broken', operations: Object.fromEntries(claimed) };
  const module: EngineModule = {
    ...rest,
    manifest: defect.manifest?.(manifest) ?? manifest,
    async open(context) {
      const inner = await right.open(context);
      const engine: Engine = {
        transfers: inner.transfers,
        covers: step => (defect.operations.includes(step.operation) ? inner.covers(step) : 'no'),
        async bind(fragment) {
          const answer = defect.operations.includes(fragment.root.operation)
            ? await inner.bind(fragment)
            : ({ declined: true, code: 'UNSUPPORTED_OPERATION', reason: 'it is not claimed', remedy: 'none' } as const);
          const bound = defect.bind?.(answer, fragment, context) ?? answer;
          return isDecline(bound) || !defect.run ? bound : withRun(bound, defect.run, context, fragment);
        },
        [Symbol.asyncDispose]: () => inner[Symbol.asyncDispose](),
      };
      return defect.engine?.(engine) ?? engine;
    },
  };
  return defect.module?.(module) ?? module;
}

function withRun(kernel: Kernel, run: NonNullable<Defect['run']>, context: EngineContext, fragment: Fragment): Kernel {
  return { ...kernel, run: async call => run(resultOf(await kernel.run(call)), call, context, fragment) };
}

export const tableOfResult = (result: KernelResult): TableData => result.replica.value as TableData;

/** The same result with other rows. */
export function withRows(
  result: KernelResult,
  edit: (rows: readonly (readonly unknown[])[]) => readonly (readonly unknown[])[],
): KernelResult {
  const table = edited(tableOfResult(result), edit);
  return { ...result, also: [], replica: heldReplica(result.replica.residency, table, undefined) };
}

function edited(table: TableData, edit: (rows: readonly (readonly unknown[])[]) => readonly (readonly unknown[])[]): TableData {
  const rows = edit(rowsOfTable(table));
  const columns = table.schema.map((f, index) =>
    columnFromValues(
      f.type,
      rows.map(row => row[index]),
    ),
  );
  return tableData(table.schema, [{ length: rows.length, columns }]);
}

export function rowsOfTable(table: TableData): unknown[][] {
  return table.batches.flatMap(batch => {
    const readers = table.schema.map((f, index) => {
      const column = batch.columns[index];
      if (!column) throw new TypeError(`there is no column ${f.name}`);
      return columnReader(f.type, column);
    });
    return Array.from({ length: batch.length }, (_, row) => readers.map(reader => reader.get(row)));
  });
}

/** What a kernel gave; these defects are about kernels that do not decline while they run. */
export function given(answer: KernelResult | Decline): KernelResult {
  if (isDecline(answer)) throw new TypeError(`declined while it ran: ${answer.reason}`);
  return answer;
}
