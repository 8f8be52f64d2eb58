import { tableData, type CaseInput, type OperationCase, type TableData } from '@parquetframe/core/engine';
import { CallControl } from './control.js';
import type { EngineDriver } from './driver.js';
import { engineOutcome, ready, type ReadyCase } from './examine.js';
import { Once } from './once.js';
import type { TestedOperation } from './operation-cases.js';
import type { Session } from './session.js';

/** Long enough for an engine on any thread to see a flag and to say so. */
const LONG_MILLISECONDS = 150;
/** The large case at most so many times over. */
const LARGEST = 16;

export interface LongCase {
  readonly item: ReadyCase;
  /** what it takes undisturbed */
  readonly milliseconds: number;
}

/** The large case of an operation, made as large as this engine needs to be busy for a while; undefined where even the largest is over at once. */
export function longCase(session: Session, tested: TestedOperation, driver: EngineDriver): Promise<LongCase | undefined> {
  return session.longCases.of(driver, () => new Once()).of(tested, () => findLongCase(session, tested, driver));
}

async function findLongCase(session: Session, tested: TestedOperation, driver: EngineDriver): Promise<LongCase | undefined> {
  const large = tested.cases.large?.();
  if (!large) return undefined;
  for (let times = 1; times <= LARGEST;) {
    const item = await ready(session, tested, repeated(large, times), 'exact');
    if (!item) return undefined;
    // The first run warms up, and would be taken for slow.
    const milliseconds = Math.min(await time(driver, item), await time(driver, item));
    if (milliseconds >= LONG_MILLISECONDS) return { item, milliseconds };
    const factor = Math.ceil((1.5 * LONG_MILLISECONDS) / Math.max(1, milliseconds));
    times = Math.max(times + 1, Math.min(LARGEST, times * factor), times === LARGEST ? LARGEST + 1 : 0);
  }
  return undefined;
}

async function time(driver: EngineDriver, item: ReadyCase): Promise<number> {
  const control = new CallControl();
  const outcome = await engineOutcome(driver, item, { control });
  return outcome.outcome === 'result' ? control.milliseconds : 0;
}

type Given = Omit<OperationCase, 'name' | 'expect'>;

/** The first input several times over: its batches, not copies of them. */
function repeated(given: Given, times: number): Given {
  const [first, ...others] = given.inputs;
  return first && times > 1 ? { ...given, inputs: [repeatedInput(first, times), ...others] } : given;
}

function repeatedInput(input: CaseInput, times: number): CaseInput {
  if (input.kind === 'table') return { ...input, table: repeatedTable(input.table, times) };
  if (input.kind === 'graph') return { ...input, edges: repeatedTable(input.edges, times) };
  const { content } = input;
  return typeof content === 'string' || content instanceof Uint8Array
    ? input
    : { ...input, content: repeatedTable(content, times) };
}

const repeatedTable = ({ schema, batches }: TableData, times: number): TableData =>
  tableData(schema, Array.from({ length: times }, () => batches).flat());
