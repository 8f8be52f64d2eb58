/** An executor that runs nothing, for tests of what frames ask of it. */
import {
  HEAP_ARROW,
  heldReplica,
  tableData,
  type Dataset,
  type DeferredTable,
  type Kind,
  type Residency,
  type TableData,
} from '../contract/data/index.js';
import { Catalogue } from '../contract/operations/index.js';
import type { Execution, Executor, Explanation, RunOptions } from '../executor/index.js';
import type { PlanInput, PlanNode } from '../contract/plan/index.js';

let id = 1;

export class FakeExecutor implements Executor {
  readonly executed: { readonly plan: PlanInput; readonly want: readonly Residency[]; readonly run: RunOptions | undefined }[] =
    [];
  readonly disposed: Dataset[] = [];
  released = 0;
  result: unknown = tableData([], []);
  kind: Kind = { kind: 'table', schema: [] };

  resolveKind(): Promise<Kind> {
    return Promise.resolve(this.kind);
  }

  execute(plan: PlanInput, want: readonly Residency[], run?: RunOptions): Promise<Execution> {
    this.executed.push({ plan, want, run });
    return Promise.resolve({
      kind: this.kind,
      replica: heldReplica(want[0] ?? HEAP_ARROW, this.result, 0),
      sizes: { rows: 1 },
      notes: {},
      provenance: { stages: [], seconds: 0, rebuilt: [] },
      release: () => {
        this.released++;
        return Promise.resolve();
      },
    });
  }

  explain(plan: PlanInput, want: readonly Residency[], run?: RunOptions): Promise<Explanation> {
    this.executed.push({ plan, want, run });
    return Promise.resolve({ stages: [], rewrites: [], seconds: 0, toString: () => 'nothing' });
  }

  describe(node: PlanNode): string | undefined {
    return new Catalogue().describe(node.operation, node.options);
  }

  keep(plan: PlanNode, label: string): Dataset {
    return this.#dataset(label, undefined, plan);
  }

  file(scheme: string, path: string): Dataset {
    return this.#dataset(path, { kind: 'file', scheme });
  }

  table(table: TableData | DeferredTable, label = 'table'): Dataset {
    if ('make' in table) return this.#dataset(label, { kind: 'table', schema: table.schema });
    return { ...this.#dataset(label, { kind: 'table', schema: table.schema }), replicas: [heldReplica(HEAP_ARROW, table, 0)] };
  }

  dispose(dataset: Dataset): Promise<void> {
    this.disposed.push(dataset);
    return Promise.resolve();
  }

  #dataset(label: string, kind: Kind | undefined, recipe?: PlanNode): Dataset {
    return { id: id++, label, kind, sizes: {}, replicas: [], recipe, building: undefined, leases: 0, used: 0, disposed: false };
  }
}
