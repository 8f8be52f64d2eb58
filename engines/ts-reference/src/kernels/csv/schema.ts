import { FILE_BYTES, HEAP_RECORD, argumentOf, heldReplica } from '@parquetframe/core/engine';
import type { BindStep, DataType, Field, Step } from '@parquetframe/core/engine';
import { openSource } from '../source-file.js';
import { valueParser } from './parse-value.js';
import type { ParseValue } from './parse-value.js';
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
          if (candidates.length === 0) candidates = names.map(() => ({ kinds: [...KINDS], seen: false }));
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
});

interface Kind {
  readonly type: DataType;
  readonly parse: ParseValue;
}
/** Tried in this order; text is what remains. */
const KINDS: readonly Kind[] = (['int64', 'float64', 'bool'] as const).flatMap(id => {
  const parse = valueParser({ id });
  return parse ? [{ type: { id }, parse }] : [];
});

interface Candidate {
  kinds: Kind[];
  seen: boolean;
}

function narrow(candidate: Candidate, field: string | null): void {
  if (field === null) return;
  candidate.seen = true;
  if (candidate.kinds.some(kind => kind.parse(field) === undefined))
    candidate.kinds = candidate.kinds.filter(kind => kind.parse(field) !== undefined);
}

const typeOf = (candidate: Candidate | undefined): DataType =>
  (candidate?.seen ? candidate.kinds[0]?.type : undefined) ?? { id: 'utf8' };
