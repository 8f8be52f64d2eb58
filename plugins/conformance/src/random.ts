import fc, { type Arbitrary, type GeneratorValue } from 'fast-check';
import { canonicalJson, type CaseRandom, type DataType, type Schema } from '@parquetframe/core/engine';
import { messageOf } from './contract-violation.js';
import { nullable, tables, valuesOf, vertexPairs } from './arbitraries.js';

type Builder = () => Arbitrary<unknown>;

/** fast-check recognises an arbitrary by its builder when it shrinks, so equal requests must give the same function. */
const builders = new Map<string, Builder>();
function builderOf(key: string, make: Builder): Builder {
  let builder = builders.get(key);
  if (!builder) {
    const arbitrary = make();
    builder = () => arbitrary;
    builders.set(key, builder);
  }
  return builder;
}

const typeKey = (type: DataType): string => canonicalJson(type);
const schemaKey = (schema: Schema): string => canonicalJson(schema);

/** The source of values that generators of cases draw from, on top of a value of `fc.gen()`. */
export function caseRandom(draw: GeneratorValue): CaseRandom {
  const from = (key: string, make: Builder): unknown => draw(builderOf(key, make));
  return {
    integer: (min, max) => Number(from(`integer ${min} ${max}`, () => fc.integer({ min, max }))),
    boolean: () => from('boolean', () => fc.boolean()) === true,
    pick(items) {
      const index = Number(from(`pick ${items.length}`, () => fc.nat({ max: items.length - 1 })));
      const item = items[index];
      if (item === undefined) throw new RangeError('pick needs at least one item');
      return item;
    },
    value: (type, isNullable = false) =>
      from(`value ${isNullable} ${typeKey(type)}`, () => (isNullable ? nullable(type, true) : valuesOf(type))),
    table(schema, { minRows = 0, maxRows = 24 } = {}) {
      const key = `table ${minRows} ${maxRows} ${schemaKey(schema)}`;
      return from(key, () => tables(schema, minRows, maxRows)) as ReturnType<CaseRandom['table']>;
    },
    edges({ maxVertices = 12, maxEdges = 30 } = {}) {
      const key = `edges ${maxVertices} ${maxEdges}`;
      return from(key, () => vertexPairs(maxVertices, maxEdges)) as ReturnType<CaseRandom['edges']>;
    },
  };
}

const SHRINKS = 400;
const SHRINK_MILLISECONDS = 4000;

/** Runs a check on generated values; the failure, already shrunk, or undefined. `seed` makes it repeatable. */
export async function forGenerated(
  runs: number,
  seed: number,
  check: (random: CaseRandom) => Promise<'checked' | 'declined'>,
): Promise<{ readonly checked: number; readonly declined: number; readonly failure: Error | undefined; readonly ran: number }> {
  let checked = 0;
  let declined = 0;
  let failure: Error | undefined;
  let shrinks = 0;
  let ends = Infinity;
  const property = fc.asyncProperty(fc.gen(), async draw => {
    // A failing case is made smaller until that has taken long enough: what is found by then is small.
    if (failure && (++shrinks > SHRINKS || performance.now() > ends)) return;
    try {
      const outcome = await check(caseRandom(draw));
      if (outcome === 'checked') checked++;
      else declined++;
      fc.pre(outcome === 'checked');
    } catch (error) {
      if (!fc.PreconditionFailure.isFailure(error)) {
        ends = Math.min(ends, performance.now() + SHRINK_MILLISECONDS);
        failure = error instanceof Error ? error : new Error(messageOf(error));
      }
      throw error;
    }
  });
  const details = await fc.check(property, { numRuns: runs, seed, maxSkipsPerRun: 4 });
  return { checked, declined, ran: details.numRuns, failure };
}
