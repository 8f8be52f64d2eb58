import { isDecline, type GraphData, type KernelCall, type Step } from '@parquetframe/core/engine';
import { rowsOfTable, tableOfResult, withRows, type Defect } from '../defect.js';
import { mutant, type Mutant } from './mutant.js';

/** Runs the right kernel with another value of an argument. */
const withArgument = (operation: string, option: string, edit: (value: unknown) => unknown): NonNullable<Defect['bind']> => {
  const edited = (step: Step, call: KernelCall): KernelCall => {
    const index = step.arguments[option];
    return index === undefined ? call : { ...call, arguments: call.arguments.map((v, i) => (i === index ? edit(v) : v)) };
  };
  return (answer, { root }) =>
    isDecline(answer) || root.operation !== operation ? answer : { ...answer, run: call => answer.run(edited(root, call)) };
};

const firstKey = ({ binding }: Step): { readonly column: string; readonly nulls: string } =>
  (binding['keys'] as readonly { column: string; nulls: string }[])[0] ?? { column: '', nulls: 'last' };

/** Engines that are wrong as good programmers are: each misreads one sentence of the catalogue and is right in everything else. */
export const PLAUSIBLE: readonly Mutant[] = [
  mutant(
    'nulls sort to the other side',
    {
      operations: ['table.sort'],
      run: (result, _call, _context, { root }) => {
        const { column, nulls } = firstKey(root);
        const index = tableOfResult(result).schema.findIndex(f => f.name === column);
        return withRows(result, rows => {
          const [none, some] = [rows.filter(row => row[index] === null), rows.filter(row => row[index] !== null)];
          return nulls === 'first' ? [...some, ...none] : [...none, ...some];
        });
      },
    },
    ['literals', 'generated', 'laws'],
  ),
  mutant('maxDepth is ignored', { operations: ['graph.bfs'], bind: withArgument('graph.bfs', 'maxDepth', () => undefined) }, [
    'literals',
    'generated',
  ]),
  mutant(
    'maxDepth counts levels, not hops',
    { operations: ['graph.bfs'], bind: withArgument('graph.bfs', 'maxDepth', v => (typeof v === 'number' && v > 0 ? v - 1 : v)) },
    ['literals', 'generated'],
  ),
  mutant(
    'only the first source is used',
    {
      operations: ['graph.bfs'],
      bind: withArgument('graph.bfs', 'sources', v => (Array.isArray(v) ? v.slice(0, 1) : v)),
    },
    ['literals', 'generated'],
  ),
  mutant('a limit forgets its offset', { operations: ['table.limit'], bind: withArgument('table.limit', 'offset', () => 0) }, [
    'literals',
    'generated',
  ]),
  mutant(
    'the rank of vertices without outgoing edges is lost, and the rest scaled up to 1',
    {
      operations: ['graph.pageRank'],
      run: (result, call) => {
        const graph = call.inputs[0]?.value as GraphData;
        const { offsets } = graph.csr;
        const dangling = Array.from({ length: graph.vertexCount }, (_, v) => v).filter(v => offsets[v] === offsets[v + 1]);
        if (dangling.length === 0) return result;
        return withRows(result, rows => {
          const kept = rows.map(([, rank], v) => (dangling.includes(v) ? Number(rank) * 0.85 : Number(rank)));
          const sum = kept.reduce((total, rank) => total + rank, 0);
          return rows.map(([vertex], v) => [vertex, (kept[v] ?? 0) / sum]);
        });
      },
    },
    ['literals', 'generated', 'generated (fast)'],
  ),
  mutant(
    'NaN sorts before all numbers',
    {
      operations: ['table.sort'],
      run: (result, _call, _context, { root }) => {
        const index = tableOfResult(result).schema.findIndex(f => f.name === firstKey(root).column);
        const isNaN = (row: readonly unknown[]): boolean => Number.isNaN(row[index]);
        return withRows(result, rows => [...rows.filter(isNaN), ...rows.filter(row => !isNaN(row))]);
      },
    },
    ['literals', 'laws'],
  ),
  mutant(
    'min is NaN where there is one',
    {
      operations: ['table.aggregate'],
      run: (result, call, _context, { root }) => {
        const keys = (root.binding['keys'] as readonly string[]).length;
        const aggregates = root.binding['aggregates'] as readonly { function: string; column: string | null }[];
        const [input] = call.inputs;
        if (keys > 0 || !input) return result;
        const table = tableOfResult({ replica: input });
        const rows = rowsOfTable(table);
        const spoilt = aggregates.map(({ function: f, column }) => {
          const index = table.schema.findIndex(({ name }) => name === column);
          return f === 'min' && rows.some(row => Number.isNaN(row[index]));
        });
        return withRows(result, found => found.map(row => row.map((v, i) => (spoilt[i] === true ? Number.NaN : v))));
      },
    },
    ['literals'],
  ),
];
