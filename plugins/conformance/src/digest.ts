import { createHash, type Hash } from 'node:crypto';
import {
  canonicalJson,
  formatType,
  hashTable,
  type EngineModule,
  type OperationCases,
  type PreparedInput,
  type Schema,
} from '@parquetframe/core/engine';
import { readFile } from 'node:fs/promises';
import { inputFingerprint } from './fingerprint.js';
import type { Outcome } from './driver.js';
import { codeOf, expectedCode, referenceOutcome, type GivenCase, type ReadyCase } from './examine.js';
import { bindPrepared, refusedByCatalogue, refusedByFacts } from './prepare.js';
import { Once } from './once.js';
import type { TestedOperation } from './operation-cases.js';
import { forGenerated } from './random.js';
import type { Session } from './session.js';
import { formatValue } from './values.js';

const SEED = 20_261_122;
const CASES = 32;

/** By reference engine, because several engines are compared with one. */
const digests = new Once<EngineModule, Once<OperationCases, Promise<string>>>();

/**
 * SHA-256 over the cases of an operation, literal and generated at a fixed seed, and over what the reference makes of them: the same for every engine. It changes when
 * the cases change or the meaning does, and with nothing else.
 */
export const operationDigest = (session: Session, tested: TestedOperation): Promise<string> =>
  digests.of(session.referenceModule, () => new Once()).of(tested.cases, () => computeDigest(session, tested));

async function computeDigest(session: Session, tested: TestedOperation): Promise<string> {
  const hash = createHash('sha256');
  hash.update(`${tested.definition.name} ${tested.definition.revision} ${canonicalJson(tested.definition.classes)}\n`);
  for (const given of tested.cases.literals) await addCase(hash, session, tested, given);
  await forGenerated(CASES, SEED, async random => {
    await addCase(hash, session, tested, tested.cases.generate(random));
    const fields: Schema = [
      { name: 'a', type: { id: 'int64' }, nullable: true },
      { name: 'b', type: { id: 'utf8' }, nullable: false },
    ];
    const data = { kind: { kind: 'table', schema: fields } } as const;
    hash.update(
      formatValue(
        tested.cases.chain?.(
          random,
          fields,
          tested.definition.inputs.map(() => data),
        ),
      ),
    );
    return 'checked';
  });
  return hash.digest('hex');
}

async function addCase(hash: Hash, session: Session, tested: TestedOperation, given: GivenCase): Promise<void> {
  const preparer = await session.preparer();
  const prepared = await preparer.prepare(tested.definition, tested.cases, given);
  hash.update(`\n${formatValue(given.options)} ${formatValue(expectedCode(given) ?? null)}`);
  for (const input of prepared.inputs) await addInput(hash, input);
  const code = refusedByCatalogue(tested.definition, prepared);
  if (code !== undefined || refusedByFacts(tested.definition, prepared)) {
    hash.update(`refused ${code ?? ''}`);
    return;
  }
  const item: ReadyCase = { given, prepared, bound: bindPrepared(tested.definition, prepared, 'exact') };
  addOutcome(hash, await referenceOutcome(session, tested, item));
}

async function addInput(hash: Hash, input: PreparedInput): Promise<void> {
  if (input.kind === 'table') {
    hash.update(input.table.schema.map(f => `${f.name}: ${formatType(f.type)} ${String(f.nullable)}`).join());
    hash.update(`${input.table.batches.map(({ length }) => length).join()} ${hashTable(input.table)}`);
  } else if (input.kind === 'graph') hash.update(inputFingerprint([input]));
  else hash.update(await readFile(input.file.path).catch(() => 'missing'));
}

function addOutcome(hash: Hash, outcome: Outcome): void {
  if (outcome.outcome === 'error') hash.update(codeOf(outcome.error) ?? 'an error without a code');
  else if (outcome.outcome === 'result') {
    const { result } = outcome;
    if (result.kind === 'table') hash.update(hashTable(result.table));
    else if (result.kind === 'record') hash.update(canonicalJson(result.record));
    else hash.update(inputFingerprint([{ ...result, facts: result.sizes, recipe: { tables: [], options: {} } }]));
  }
}
