import { formatType, type CaseInput, type OperationCase, type TableData } from '@parquetframe/core/engine';
import { rowsAsText } from './compare.js';
import { formatValue } from './values.js';

const ROWS_SHOWN = 12;

/** A case for a message: small enough to read, complete enough to write it down as a literal case. */
export function caseText({ inputs, options }: Pick<OperationCase, 'inputs' | 'options'>): string {
  const parts = inputs.map((input, index) => `input ${index}: ${inputText(input)}`);
  return [`options: ${formatValue(options)}`, ...parts].join('\n');
}

function inputText(input: CaseInput): string {
  if (input.kind === 'table') return tableText(input.table);
  if (input.kind === 'graph') {
    const vertices = input.vertices ? `\nvertices ${tableText(input.vertices)}` : '';
    return `graph ${formatValue(input.build ?? {})} of edges ${tableText(input.edges)}${vertices}`;
  }
  if (typeof input.content === 'string') return `${input.scheme} file ${JSON.stringify(input.content.slice(0, 400))}`;
  if (input.content instanceof Uint8Array) return `${input.scheme} file of ${input.content.length} bytes`;
  return `${input.scheme} file ${formatValue(input.write ?? {})} of ${tableText(input.content)}`;
}

function tableText(table: TableData): string {
  const schema = table.schema.map(f => `${f.name}: ${formatType(f.type)}${f.nullable ? '' : ' not null'}`).join(', ');
  const rows = table.length > 1000 ? [] : rowsAsText(table);
  const shown = rows.slice(0, ROWS_SHOWN).map(row => `\n  (${row})`);
  const lengths = table.batches.map(batch => batch.length).join(' + ');
  return `(${schema}), ${lengths || '0'} rows${shown.join('')}${table.length > ROWS_SHOWN ? '\n  …' : ''}`;
}
