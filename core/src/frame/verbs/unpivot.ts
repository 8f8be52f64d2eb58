import { familyOf, fieldOf, formatType, isInteger, valueType, type DataType, type Schema } from '../../contract/data/index.js';
import { checkOptionNames, hasMembers, ParquetFrameError, quoted } from '../../contract/errors/index.js';
import type { UserExpression } from '../../contract/plan/index.js';
import { described } from '../described.js';
import type { Expansion } from './expansion.js';
import { columnExpression } from './lowering.js';
import { columnNames, newName, requireOnce, requireSome, verbStep, type VerbStep } from './names.js';

export interface UnpivotOptions<
  K extends string = string,
  X extends string = string,
  N extends string = string,
  V extends string = string,
> {
  /** columns whose values become rows; all but those of `index` where it is left out */
  readonly on?: K | readonly K[];
  /** columns that are repeated; all but those of `on` where it is left out */
  readonly index?: X | readonly X[];
  /** of the column of names; default `variable` */
  readonly variableName?: N;
  /** of the column of values; default `value` */
  readonly valueName?: V;
}

/** Columns as rows: a part for each of them, one after the other. */
export function unpivotStep(options: unknown, verb = 'unpivot'): { readonly step: VerbStep; readonly expand: Expansion } {
  if (!hasMembers(options)) throw needsColumns(described(options));
  checkOptionNames('unpivot', options, ['on', 'index', 'variableName', 'valueName']);
  const [on, index] = (['on', 'index'] as const).map(option => {
    if (options[option] === undefined) return undefined;
    const names = columnNames(`unpivot: ${option}`, options[option]);
    requireSome(`unpivot: ${option}`, names);
    requireOnce(`unpivot: ${option}`, names);
    return names;
  });
  if (on === undefined && index === undefined) throw needsColumns('neither');
  const [variable, value] = (
    [
      ['variableName', 'variable'],
      ['valueName', 'value'],
    ] as const
  ).map(([option, standard]) => {
    return newName('unpivot', option, options[option] === undefined ? standard : options[option]);
  });
  return {
    step: verbStep(verb, { on, index }),
    expand: ({ input, schema, step }) => {
      const rest = (taken: readonly string[]): readonly string[] => {
        for (const name of taken) fieldOf(schema, name);
        return schema.map(field => field.name).filter(name => !taken.includes(name));
      };
      const gathered = on ?? rest(index ?? []);
      const kept = index ?? rest(gathered);
      requireSome(verb, gathered, 'column beside those of index');
      const type = commonType(verb, schema, gathered);
      const parts = gathered.map(name => {
        const columns = [
          ...kept.map(same => ({ name: same, expression: columnExpression(same) })),
          { name: variable, expression: { kind: 'literal', value: name } },
          { name: value, expression: asType(schema, name, type) },
        ];
        return step('table.project', { columns }, input);
      });
      return step('table.concat', {}, ...parts);
    },
  };
}

const needsColumns = (what: string): ParquetFrameError =>
  new ParquetFrameError(
    'INVALID_ARGUMENT',
    `unpivot needs the columns that become rows or those that stay: unpivot({ on: ['a', 'b'] }) or unpivot({ index: 'id' }); received ${what}`,
  );

function asType(schema: Schema, name: string, to: DataType): UserExpression {
  const { type } = fieldOf(schema, name);
  if (type.id === 'null') return { kind: 'literal', value: null, type: to };
  const column = columnExpression(name);
  return formatType(type) === formatType(to) ? column : { kind: 'call', function: 'cast', arguments: [column], to };
}

/** One type for all values: their own, where it is the same; int64 of integers, float64 of integers and floats. */
function commonType(verb: string, schema: Schema, names: readonly string[]): DataType {
  const types = names.map(name => fieldOf(schema, name).type).filter(type => type.id !== 'null');
  const [first, ...others] = types;
  if (first === undefined) return { id: 'null' };
  if (others.every(type => formatType(type) === formatType(first))) return first;
  const values = types.map(valueType);
  if (values.every(type => type.id === 'utf8' || type.id === 'largeUtf8' || type.id === 'utf8View')) return { id: 'utf8' };
  if (values.every(type => isInteger(type) && type.id !== 'uint64')) return { id: 'int64' };
  if (values.every(type => familyOf(type) === 'numeric' && type.id !== 'decimal')) return { id: 'float64' };
  const other = names.find(name => ![formatType(first), 'null'].includes(formatType(fieldOf(schema, name).type)));
  throw new ParquetFrameError(
    'TYPE_MISMATCH',
    `${verb} puts values into one column: ${quoted(names.find(name => fieldOf(schema, name).type === first) ?? '')} is ${formatType(first)}, ${quoted(other ?? '')} is ${formatType(other === undefined ? first : fieldOf(schema, other).type)}; cast them to one type`,
    { details: { column: other ?? '' } },
  );
}
