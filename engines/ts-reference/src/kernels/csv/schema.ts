import { FILE_BYTES, HEAP_RECORD, argumentOf, heldReplica } from '@parquetframe/core/engine';
import type { BindStep, DataType, Field, Step } from '@parquetframe/core/engine';
import { openSource } from '../source-file.js';
import { valueParser } from './parse-value.js';
import { columnNames, csvRecords } from './records.js';
import type { CsvFormat } from './records.js';

/** `csv.schema`: names from the first line, types from the first rows. */
export const bindCsvSchema: BindStep = step => {
  const format = csvFormat(step);
  return {
    inputs: [[FILE_BYTES]],
    outputs: [HEAP_RECORD],
    cpu: 'one',
    estimate: () => ({ seconds: 1e-2, peakBytes: 4e6 }),
    run: async call => {
      const file = await openSource(call.inputs[0]);
      try {
        const sampleRows = Number(argumentOf(step, 'sampleRows', call.arguments) ?? 10_000);
        let names: string[] | undefined;
        let candidates: Candidate[] = [];
        let left = sampleRows;
        for await (const records of csvRecords(file, format)) {
          names ??= columnNames(file, records[0], format);
          const isHeader = candidates.length === 0 && format.header ? 1 : 0;
          if (candidates.length === 0) candidates = names.map(newCandidate);
          for (const { fields } of records.slice(isHeader, isHeader + left))
            candidates.forEach((candidate, i) => narrow(candidate, fields[i] ?? null));
          left -= records.length - isHeader;
          if (left <= 0) break;
          const pause = call.checkpoint();
          if (pause) await pause;
        }
        const schema = (names ?? []).map((name, i): Field => ({ name, type: typeOf(candidates[i]), nullable: true }));
        return { replica: heldReplica(HEAP_RECORD, { schema }, 0) };
      } finally {
        await file.close();
      }
    },
  };
};

export const csvFormat = (step: Step): CsvFormat => ({
  delimiter: step.binding['delimiter'] as string,
  header: step.binding['header'] !== false,
  nullValues: step.binding['nullValues'] as readonly string[],
  trim: step.binding['trim'] === true,
  maxRecordBytes: Number(step.binding['maxRecordBytes'] ?? 2 ** 24),
});

/** What the samples of a column have been so far. */
interface Candidate {
  seen: boolean;
  /** all are numbers */
  numbers: boolean;
  /** all are integers */
  integers: boolean;
  /** all integers fit int64 */
  fit: boolean;
  bools: boolean;
}

const newCandidate = (): Candidate => ({ seen: false, numbers: true, integers: true, fit: true, bools: true });

const isInt64 = valueParser({ id: 'int64' });
const isFloat64 = valueParser({ id: 'float64' });
const INTEGER = /^-?\d+$/;
/** Codes, not numbers: what they begin with would be lost. */
const CODE = /^\+[\d.]|^-?0\d/;
const DECIMAL: DataType = { id: 'decimal', precision: 38, scale: 0 };
const MOST_DIGITS = /^-?\d{1,38}$/;

function narrow(candidate: Candidate, field: string | null): void {
  if (field === null) return;
  candidate.seen = true;
  candidate.bools &&= field === 'true' || field === 'false';
  if (!candidate.numbers) return;
  candidate.numbers = !CODE.test(field) && isFloat64?.(field) !== undefined;
  if (INTEGER.test(field)) candidate.fit &&= isInt64?.(field) !== undefined;
  else candidate.integers = false;
  // More digits than a decimal has.
  if (!candidate.fit && candidate.integers) candidate.numbers &&= MOST_DIGITS.test(field);
}

function typeOf(candidate: Candidate | undefined): DataType {
  if (!candidate?.seen) return { id: 'utf8' };
  const { numbers, integers, fit, bools } = candidate;
  if (numbers && integers) return fit ? { id: 'int64' } : DECIMAL;
  if (numbers && fit) return { id: 'float64' };
  return { id: bools ? 'bool' : 'utf8' };
}
