import { isBinary, isInteger, isNested, isNumeric, isString, valueType, type DataType } from '../data/types.js';
import type { FunctionMethod, ScalarFunctionDefinition } from './definition.js';

/** What each operand of a function with a signature may be. */
const KINDS = {
  text: { words: 'a text', fits: isString, literal: { id: 'utf8' } },
  integer: { words: 'an integer', fits: isInteger, literal: { id: 'int64' } },
  number: { words: 'a number', fits: type => isNumeric(valueType(type)), literal: { id: 'float64' } },
  bool: { words: 'a bool', fits: type => valueType(type).id === 'bool', literal: { id: 'bool' } },
  binary: { words: 'binary', fits: isBinary, literal: { id: 'binary' } },
  any: { words: 'a value other than a list or a struct', fits: type => !isNested(valueType(type)), literal: { id: 'utf8' } },
  bytes: { words: 'a text or binary', fits: type => isString(type) || isBinary(type), literal: { id: 'utf8' } },
} as const satisfies {
  readonly [kind: string]: { readonly words: string; readonly fits: (type: DataType) => boolean; readonly literal: DataType };
};
type Kind = keyof typeof KINDS;
type Taken = Kind | `${Kind}?` | `...${Kind}` | `constant ${Kind}` | `constant ${Kind}?`;
interface SignedMethod extends FunctionMethod {
  readonly of: Kind;
  readonly takes?: readonly Taken[];
}

/**
 * The part of a record that follows from its method, for a function whose operands have each a kind of their own: how many there are, which are constant, what it accepts, the types of
 * literals and nulls. `result` gets types that are accepted; without it the result is of the type that the method gives.
 */
export function signature<const M extends SignedMethod>(method: M, result?: ScalarFunctionDefinition['result']) {
  const taken = [{ kind: KINDS[method.of], optional: false, many: false, constant: false }, ...(method.takes ?? []).map(parsed)];
  const at = (index: number) => taken[Math.min(index, taken.length - 1)];
  const required = taken.filter(({ optional, many }) => !optional && !many).length;
  const many = taken.some(operand => operand.many);
  const arity = required + Number(many);
  const constants = taken.flatMap(({ constant }, index) => (constant ? [index] : []));
  const accepts = taken.map(({ kind, optional, many: any }) =>
    any ? `${kind.words} or more` : optional ? `${kind.words} if given` : kind.words,
  );
  const last = accepts.length > 1 ? ` and ${accepts.at(-1) ?? ''}` : '';
  return {
    method,
    arity,
    ...(taken.length > required && !many ? { optional: taken.length - required } : {}),
    ...(many ? { variadic: true as const } : {}),
    ...(constants.length > 0 ? { constants } : {}),
    accepts: (accepts.length > 1 ? accepts.slice(0, -1) : accepts).join(', ') + last,
    operand: (index: number): DataType | undefined => at(index)?.kind.literal,
    result: (types: readonly DataType[], to: DataType | undefined): DataType | undefined => {
      const [first] = types;
      if (!first || !types.every((type, index) => at(index)?.kind.fits(type))) return undefined;
      return result ? result(types, to) : given(method.gives, valueType(first));
    },
  };
}

function parsed(word: Taken) {
  const many = word.startsWith('...');
  const constant = word.startsWith('constant ');
  const optional = word.endsWith('?');
  const name = word.replace('...', '').replace('constant ', '').replace('?', '');
  if (!isKind(name)) throw new TypeError(`${word} is no operand`);
  return { kind: KINDS[name], optional, many, constant };
}

const isKind = (name: string): name is Kind => Object.hasOwn(KINDS, name);

function given(gives: FunctionMethod['gives'], first: DataType): DataType | undefined {
  switch (gives) {
    case 'same':
    case 'unchanged':
      return first;
    // One name for all encodings: a text of a text keeps the encoding.
    case 'utf8':
      return isString(first) ? first : { id: gives };
    case 'binary':
      return isBinary(first) && first.id !== 'fixedSizeBinary' ? first : { id: gives };
    case 'bool':
    case 'int64':
    case 'float64':
      return { id: gives };
    default:
      return undefined;
  }
}
