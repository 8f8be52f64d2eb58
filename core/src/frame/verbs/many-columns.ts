import { familyOf, isBinary, isString, listOfColumns, valueType, type DataType, type Schema } from '../../contract/data/index.js';
import { checkOptionNames, hasMembers, ParquetFrameError, quoted, received } from '../../contract/errors/index.js';
import type { ColumnType } from '../column-types.js';
import { described } from '../described.js';
import { typeNames } from '../declaration.js';
import type { Expansion } from './expansion.js';
import { columnExpression, keptColumns } from './lowering.js';
import { requireSome, verbStep, type VerbStep } from './names.js';

export type Selectable = ColumnType | 'numeric';
export interface Affixes<P extends string = string, X extends string = string> {
  /** before each name */
  readonly prefix?: P;
  /** after each name */
  readonly suffix?: X;
}

interface Lowered {
  readonly step: VerbStep;
  readonly expand: Expansion;
}

export function selectTypesStep(given: readonly unknown[]): Lowered {
  requireSome('selectTypes', given, 'type');
  const known: readonly string[] = [...typeNames, 'numeric'];
  const types = Array.from(given, type => {
    if (typeof type === 'string' && known.includes(type)) return type;
    throw new ParquetFrameError(
      'INVALID_ARGUMENT',
      `selectTypes takes names of types, ${known.join(', ')}; received ${received(type)}`,
    );
  });
  return {
    step: verbStep('selectTypes', { types }),
    expand: known =>
      selected(
        'selectTypes',
        known,
        ({ type }) => types.some(name => isOfType(valueType(type), name)),
        `of type ${types.join(' or ')}`,
      ),
  };
}

/** One name stands for all encodings of the same values. */
function isOfType(type: DataType, name: string): boolean {
  if (name === 'numeric') return familyOf(type) === 'numeric';
  if (name === 'utf8') return isString(type);
  if (name === 'binary') return isBinary(type);
  return name === 'list' ? type.id.endsWith('ist') : type.id === name;
}

export function selectMatchingStep(pattern: unknown): Lowered {
  if (!(pattern instanceof RegExp))
    throw new ParquetFrameError(
      'INVALID_ARGUMENT',
      `selectMatching takes a regular expression, as in selectMatching(/^total_/); received ${described(pattern)}`,
    );
  // With `g` or `y` a regular expression remembers where it was.
  const matches = new RegExp(pattern.source, pattern.flags.replace(/[gy]/g, ''));
  return {
    step: verbStep('selectMatching', { pattern: String(pattern) }),
    expand: known => selected('selectMatching', known, ({ name }) => matches.test(name), `that matches ${String(pattern)}`),
  };
}

function selected(
  verb: string,
  { input, schema, step }: Parameters<Expansion>[0],
  takes: (field: Schema[number]) => boolean,
  what: string,
): ReturnType<Expansion> {
  const names = schema.filter(takes).map(({ name }) => name);
  if (names.length > 0) return step('table.project', { columns: keptColumns(names) }, input);
  throw new ParquetFrameError(
    'COLUMN_NOT_FOUND',
    `${verb}: there is no column ${what}; the columns are ${listOfColumns(schema.map(({ name }) => name))}`,
  );
}

export function renameAllStep(names: unknown): Lowered {
  const rename = typeof names === 'function' ? (names as (name: string) => unknown) : affixed(names);
  return {
    step: verbStep('renameAll', {}),
    expand: ({ input, schema, step }) => {
      const columns = schema.map(({ name }) => {
        const to = rename(name);
        if (typeof to === 'string') return { name: to, expression: columnExpression(name) };
        throw new ParquetFrameError(
          'INVALID_ARGUMENT',
          `renameAll: the new name of ${quoted(name)} must be a string, received ${received(to)}`,
          { details: { column: name } },
        );
      });
      return step('table.project', { columns }, input);
    },
  };
}

function affixed(given: unknown): (name: string) => string {
  if (!hasMembers(given))
    throw new ParquetFrameError(
      'INVALID_ARGUMENT',
      `renameAll takes { prefix, suffix } or a function of a name; received ${described(given)}`,
    );
  checkOptionNames('renameAll', given, ['prefix', 'suffix']);
  const { prefix = '', suffix = '' } = given;
  if (typeof prefix === 'string' && typeof suffix === 'string') return name => `${prefix}${name}${suffix}`;
  throw new ParquetFrameError(
    'INVALID_ARGUMENT',
    `renameAll: prefix and suffix must be strings, received ${received(typeof prefix === 'string' ? suffix : prefix)}`,
  );
}
