import { isDataType } from '../data/index.js';
import { ParquetFrameError, received } from '../errors/index.js';
import { functionOf, isUserFunction, type ScalarFunctionDefinition } from '../functions/index.js';

/** The function of that name. One of a plugin may throw where it is to say the type of its result, or say something else: that is `FUNCTION_FAILED`. */
export function checkedFunction(name: string): ScalarFunctionDefinition {
  const definition = functionOf(name);
  return isUserFunction(definition) ? { ...definition, result: (...given) => resultType(name, definition, given) } : definition;
}

type Result = ScalarFunctionDefinition['result'];

function resultType(name: string, definition: ScalarFunctionDefinition, given: Parameters<Result>): ReturnType<Result> {
  let type: unknown;
  try {
    type = definition.result(...given);
  } catch (cause) {
    throw new ParquetFrameError(
      'FUNCTION_FAILED',
      `the function ${name} failed to say the type of its result: ${cause instanceof Error ? cause.message : received(cause)}`,
      { cause, details: { function: name } },
    );
  }
  if (type === undefined || isDataType(type)) return type;
  throw new ParquetFrameError(
    'FUNCTION_FAILED',
    `the function ${name} must say the type of its result as an object such as { id: 'float64' }, received ${received(type)}`,
    { details: { function: name } },
  );
}
