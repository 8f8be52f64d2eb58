import {
  isDecline,
  type CaseRandom,
  type CaseResult,
  type OperationCase,
  type PreparedInput,
  type Schema,
} from '@parquetframe/core/engine';
import { bindChain, type ChainStep } from '../bind.js';
import { caseText } from '../case-text.js';
import { compareResults } from '../compare.js';
import { predicate, projected } from '../cases/expressions.js';
import { parquetFile, parquetSchema } from '../cases/parquet/files.js';
import { comparable, schemaFor } from '../cases/schemas.js';
import { kindOf, messageOf } from '../driver.js';
import { Mismatch } from '../examine.js';
import { forGenerated } from '../random.js';
import type { Session } from '../session.js';
import { formatValue } from '../values.js';
import { declineProblem } from './binding.js';
import type { EngineCheck } from './check.js';

/**
 * Chains of steps that an engine binds as one fragment give what the reference gives step by step. An engine that takes one step at a time declines them all, which
 * is right too.
 */
export const fragments: EngineCheck = {
  name: 'fragments',
  async run(session) {
    const claims = (name: string): boolean => session.module.manifest.operations[name] !== undefined;
    const middle = ['table.filter', 'table.project', 'table.limit'].filter(claims);
    if (middle.length === 0) return { cases: 0, skipped: 'no operation that is part of a chain is claimed' };
    const driver = await session.driver(Math.max(...session.threads));
    const { checked, failure } = await forGenerated(session.cases, session.seed + 5, async random => {
      const fromFile = claims('parquet.scan') && random.boolean();
      const given = await source(session, random, fromFile);
      const chain: ChainStep[] = fromFile ? [scan(random, given.schema)] : [];
      let schema = given.schema;
      const length = random.integer(chain.length === 0 ? 2 : 1, 3);
      for (let index = 0; index < length; index++) {
        const step = nextStep(random, random.pick(middle), schema);
        chain.push(step.step);
        schema = step.schema;
      }
      const bound = bindChain(chain, kindOf(given.prepared));
      const answer = await driver.bind(bound);
      if (isDecline(answer)) {
        const problem = declineProblem(answer);
        if (problem !== undefined) throw new Mismatch(`a chain of ${names(chain)}: ${problem}`);
        return 'checked';
      }
      const expected = await stepByStep(session, given.prepared, chain);
      if (!expected) return 'declined';
      const text = `${chain.map(({ operation, options }) => `${operation} ${formatValue(options)}`).join('\n')}\n${caseText(given.case)}`;
      const actual = await driver.run(bound, [given.prepared]);
      if (actual.outcome === 'error')
        throw new Mismatch(`a chain of ${names(chain)} failed: ${messageOf(actual.error)}\n${text}`);
      const problem = actual.outcome === 'result' ? compareResults(actual.result, expected, 'exact') : undefined;
      if (problem !== undefined)
        throw new Mismatch(`a chain of ${names(chain)} differs from its steps one by one: ${problem}\n${text}`);
      return 'checked';
    });
    if (failure) throw failure;
    return { cases: checked };
  },
};

const names = (chain: readonly ChainStep[]): string => chain.map(({ operation }) => operation).join(', ');

interface Source {
  readonly case: Pick<OperationCase, 'inputs' | 'options'>;
  readonly prepared: PreparedInput;
  readonly schema: Schema;
}

async function source(session: Session, random: CaseRandom, fromFile: boolean): Promise<Source> {
  const schema = fromFile ? parquetSchema(random) : schemaFor(random, 4, false);
  const input = fromFile ? parquetFile(random, schema) : ({ kind: 'table', table: random.table(schema) } as const);
  const prepared = await (await session.preparer()).input(input);
  return { case: { inputs: [input], options: {} }, prepared, schema };
}

const scan = (random: CaseRandom, schema: Schema): ChainStep => ({
  operation: 'parquet.scan',
  options: { schema, ...(random.boolean() ? { predicate: predicate(random, schema) } : {}) },
});

function nextStep(random: CaseRandom, operation: string, schema: Schema): { readonly step: ChainStep; readonly schema: Schema } {
  const fields = comparable(schema);
  if (operation === 'table.filter') return { step: { operation, options: { predicate: predicate(random, fields) } }, schema };
  if (operation === 'table.limit')
    return {
      step: { operation, options: { count: random.integer(0, 20), offset: random.boolean() ? 0 : random.integer(0, 5) } },
      schema,
    };
  const count = random.integer(1, 3);
  const columns = Array.from({ length: count }, (_, index) => ({
    name: `p${index}`,
    expression: projected(random, fields, 'overflow'),
  }));
  const step: ChainStep = { operation, options: { columns } };
  return { step, schema: outputSchema(step, schema) };
}

function outputSchema(step: ChainStep, schema: Schema): Schema {
  const { output } = bindChain([step], { kind: 'table', schema }).fragment.root;
  return output.kind === 'table' ? output.schema : [];
}

/** What the reference gives, one step after another; undefined where it gives an error, for a fragment may leave an error out. */
async function stepByStep(session: Session, input: PreparedInput, chain: readonly ChainStep[]): Promise<CaseResult | undefined> {
  const preparer = await session.preparer();
  let current: PreparedInput = input;
  try {
    for (const { operation, options } of chain) {
      const result = await preparer.run(operation, [current], options);
      if (result.kind !== 'table') return undefined;
      current = { kind: 'table', table: result.table };
    }
  } catch {
    return undefined;
  }
  return current.kind === 'table' ? { kind: 'table', table: current.table, sizes: {} } : undefined;
}
