import { formatType, type Field, type Schema } from '../data/types.js';
import { fieldOf } from '../data/field.js';
import { ParquetFrameError, quoted } from '../errors/index.js';

export type JoinHow = 'inner' | 'left' | 'right' | 'full' | 'semi' | 'anti' | 'cross';
export type JoinKey = { readonly left: string; readonly right: string };

interface JoinShape {
  readonly how: JoinHow;
  readonly on: readonly JoinKey[];
  readonly suffix: string;
}

/** The columns of a join: those of the left, then those of the right with their names in the result. */
export function fieldsOf(
  left: Schema,
  right: Schema,
  shape: JoinShape,
): { readonly rightColumns: readonly { readonly column: string; readonly name: string }[]; readonly schema: Schema } {
  const { how, on, suffix } = shape;
  if (how === 'semi' || how === 'anti') return { rightColumns: [], schema: left };
  const taken = new Set(left.map(f => f.name));
  const kept = right.filter(f => !on.some(key => key.right === f.name && key.left === f.name));
  const nameOf = ({ name }: Field): string => (taken.has(name) ? `${name}${suffix}` : name);
  const mayLackRight = how === 'left' || how === 'full';
  const added = kept.map((f): Field => ({ name: nameOf(f), type: f.type, nullable: f.nullable || mayLackRight }));
  return {
    rightColumns: kept.map(f => ({ column: f.name, name: nameOf(f) })),
    schema: [...left.map(field => leftField(field, right, shape)), ...added],
  };
}

/** A left column: in right and full joins there are rows that have none, whose keys are those of the right where both have one name. */
function leftField(field: Field, right: Schema, { how, on }: JoinShape): Field {
  if (how !== 'right' && how !== 'full') return field;
  if (!on.some(key => key.left === field.name && key.right === field.name)) return { ...field, nullable: true };
  const partner = fieldOf(right, field.name);
  requireOneType(field, partner, how);
  return { ...field, nullable: partner.nullable || (how === 'full' && field.nullable) };
}

function requireOneType(left: Field, right: Field, how: JoinHow): void {
  const [a, b] = [formatType(left.type), formatType(right.type)];
  if (a === b) return;
  throw new ParquetFrameError(
    'TYPE_MISMATCH',
    `a ${how} join puts the keys of both sides into one column, but ${quoted(left.name)} is ${a} on the left and ${b} on the right; cast one of them, or give one another name`,
    { details: { column: left.name } },
  );
}
