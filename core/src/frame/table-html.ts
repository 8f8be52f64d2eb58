import { columnAt, formatType, isNumeric, valueType, type TableData } from '../contract/data/index.js';
import { checkOptionNames, optionNames, ParquetFrameError, received } from '../contract/errors/index.js';
import { cellsOf, notShown, shownRows, sizeOf } from './table-text.js';

export interface HtmlOptions {
  /** rows to show; of a longer table the first and the last. Default 20. */
  readonly rows?: number;
  /** columns to show; the names of others stand below. Default 50. */
  readonly columns?: number;
  /** characters per cell. Default 100. */
  readonly cell?: number;
}

const HTML_OPTIONS = optionNames<HtmlOptions>()({ rows: true, columns: true, cell: true });

/** A table as an HTML table without styles of its own, for notebooks and pages: everything that comes from the data is escaped. */
export function tableHtml(table: TableData, options: HtmlOptions = {}): string {
  checkOptionNames('toHTML', options, HTML_OPTIONS);
  for (const name of ['rows', 'columns', 'cell'] as const) {
    const value: unknown = options[name];
    if (value !== undefined && !(typeof value === 'number' && value >= 1))
      throw new ParquetFrameError('INVALID_ARGUMENT', `toHTML: ${name} must be a number, 1 or more, received ${received(value)}`);
  }
  const { rows = 20, columns: most = 50, cell = 100 } = options;
  const { batch, gap } = shownRows(table, Math.floor(rows));
  const shown = table.schema.slice(0, Math.floor(most));
  const hidden = table.schema.slice(shown.length).map(({ name }) => name);
  const columns = shown.map(({ name, type }, index) => {
    const cells = cellsOf(type, columnAt(batch, index), cell);
    if (gap !== undefined) cells.splice(gap, 0, '…');
    return { name, type: formatType(type), cells, align: isNumeric(valueType(type)) ? ' style="text-align: right"' : '' };
  });
  const heads = columns.map(({ name, type, align }) => `<th${align}>${escaped(name)}<br><small>${escaped(type)}</small></th>`);
  const lines = (columns[0]?.cells ?? []).map(
    (_, row) => `<tr>${columns.map(({ cells, align }) => `<td${align}>${escaped(cells[row] ?? '')}</td>`).join('')}</tr>`,
  );
  return [
    '<table class="parquetframe">',
    `<caption style="caption-side: bottom">${escaped(sizeOf(table))}${hidden.length === 0 ? '' : `; ${escaped(notShown(hidden, 400))}`}</caption>`,
    `<thead><tr>${heads.join('')}</tr></thead>`,
    `<tbody>${lines.length === 0 ? '' : `\n${lines.join('\n')}\n`}</tbody>`,
    '</table>',
  ].join('\n');
}

const ENTITIES: { readonly [character: string]: string | undefined } = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escaped = (text: string): string => text.replace(/[&<>"']/g, character => ENTITIES[character] ?? character);
