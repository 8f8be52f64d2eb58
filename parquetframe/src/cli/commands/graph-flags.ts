import type { OperationDefinition, OptionDefinition } from '@parquetframe/core/engine';
import { Option, type Command } from 'commander';
import { finiteNumber, repeated, wholeNumber } from '../arguments.js';

/** What commander hands over for the flags of an algorithm, by the names of its options. */
export interface FlagValues {
  readonly [option: string]: unknown;
}

const kebab = (name: string): string => name.replaceAll(/[A-Z]/g, letter => `-${letter.toLowerCase()}`);

/** `sources` is given as `--source`, once for each. */
const singular = (name: string): string => name.replace(/s$/, '');

const flagName = (name: string, { kind }: OptionDefinition): string => (kind === 'vertices' ? singular(name) : name);

/** `weighted` follows from `--weight`, which names the column. */
const isImplied = (name: string): boolean => name === 'weighted';

const camel = (flag: string): string => flag.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** A flag for every option of the operation that can be given on a command line. */
export function addFlags(command: Command, { options }: OperationDefinition): void {
  for (const [name, option] of Object.entries(options)) {
    const flag = isImplied(name) ? undefined : flagOf(name, option);
    if (flag) command.addOption(flag);
  }
}

function flagOf(name: string, option: OptionDefinition): Option | undefined {
  const flag = `--${kebab(flagName(name, option))}`;
  const { description, default: preset } = option;
  const text =
    description.replace(/\.$/, '') + (preset === undefined || preset === null ? '' : ` (default: ${JSON.stringify(preset)})`);
  switch (option.kind) {
    case 'integer':
      return new Option(`${flag} <n>`, text).argParser(wholeNumber);
    case 'number':
      return new Option(`${flag} <x>`, text).argParser(finiteNumber);
    case 'boolean':
      return new Option(flag, text);
    case 'string':
    case 'choice':
      return new Option(`${flag} <text>`, text);
    case 'strings':
      return new Option(`${flag} <names>`, `${text}, separated by commas`).argParser(value => value.split(','));
    case 'vertices':
      return new Option(`${flag} <id>`, `${text}; may be repeated`).argParser(repeated);
    default:
      return undefined;
  }
}

/** The first flag that the operation needs and that was not given. */
export function missingFlag({ options }: OperationDefinition, given: FlagValues): string | undefined {
  const missing = Object.entries(options).find(
    ([name, option]) => option.required === true && given[camel(kebab(flagName(name, option)))] === undefined,
  );
  return missing && `--${kebab(flagName(...missing))}`;
}

/** The flags as options of the operation; ids of vertices go through `vertex`. */
export function optionsOf(
  { options }: OperationDefinition,
  given: FlagValues,
  vertex: (flag: string, ids: readonly string[]) => readonly (string | bigint)[],
): { readonly [option: string]: unknown } {
  const found: { [option: string]: unknown } = {};
  for (const [name, option] of Object.entries(options)) {
    const flag = flagName(name, option);
    const value = isImplied(name) ? given['weight'] !== undefined : given[flag];
    if (value === undefined) continue;
    found[name] = option.kind === 'vertices' ? vertex(`--${kebab(flag)}`, value as readonly string[]) : value;
  }
  return found;
}
