import { InvalidArgumentError } from 'commander';

/** Parsers of option values; commander puts the option before the message. */
export function finiteNumber(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value)) return value;
  throw new InvalidArgumentError('It takes a number.');
}

export function wholeNumber(text: string): number {
  const value = finiteNumber(text);
  if (Number.isSafeInteger(value) && value >= 0) return value;
  throw new InvalidArgumentError('It takes a whole number, 0 or more.');
}

export function positiveNumber(text: string): number {
  const value = wholeNumber(text);
  if (value > 0) return value;
  throw new InvalidArgumentError('It takes a whole number, 1 or more.');
}

/** For options that may be repeated: one that took all the words after it would swallow the arguments of the command. */
export const repeated = (text: string, before: readonly string[] = []): readonly string[] => [...before, text];
