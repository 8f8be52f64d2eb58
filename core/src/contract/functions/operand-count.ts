import type { ScalarFunctionDefinition } from './definition.js';

type Count = Pick<ScalarFunctionDefinition, 'arity' | 'optional' | 'variadic'>;

export const fewestOperands = ({ arity }: Count): number => arity;
export const mostOperands = ({ arity, optional = 0, variadic }: Count): number => (variadic ? Infinity : arity + optional);

/** For messages: `2 arguments`, `1 or 2 arguments`, `at least 1 argument`; `but` of them stand elsewhere, as the expression of a method does. */
export function takesText(count: Count, but = 0): string {
  const [fewest, most] = [fewestOperands(count) - but, mostOperands(count) - but];
  if (most === 0) return 'no arguments';
  const text =
    most === Infinity
      ? `at least ${String(fewest)}`
      : fewest === most
        ? String(most)
        : `${String(fewest)} ${most === fewest + 1 ? 'or' : 'to'} ${String(most)}`;
  return `${text} ${(most === Infinity ? fewest : most) === 1 ? 'argument' : 'arguments'}`;
}
