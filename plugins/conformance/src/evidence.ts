import {
  SCALAR_FUNCTIONS,
  isSpelledOut,
  satisfies,
  type CertifiedFeatures,
  type OperationDefinition,
  type ResultClass,
  type UsedFeatures,
} from '@parquetframe/core/engine';

interface Found {
  readonly functions: Map<string, ResultClass>;
  readonly types: Map<string, ResultClass>;
  readonly options: Map<string, Map<string, ResultClass>>;
  /** why cases were declined, and how many */
  readonly declined: Map<string, number>;
}

/** What the cases of each operation have shown: features that were compared, and cases that were declined. */
export class Evidence {
  readonly #found = new Map<string, Found>();

  /** A case was compared in a class, and was right. */
  compared(operation: string, used: UsedFeatures, asked: ResultClass): void {
    const found = this.#of(operation);
    for (const name of used.functions) strengthen(found.functions, name, asked);
    for (const id of used.types) strengthen(found.types, id, asked);
    for (const { name, value } of used.options) {
      let values = found.options.get(name);
      if (!values) found.options.set(name, (values = new Map<string, ResultClass>()));
      strengthen(values, value, asked);
    }
  }

  declined(operation: string, reason: string): void {
    const { declined } = this.#of(operation);
    declined.set(reason, (declined.get(reason) ?? 0) + 1);
  }

  features(operation: string): CertifiedFeatures {
    const { functions, types, options } = this.#of(operation);
    return {
      functions: sorted(functions),
      types: sorted(types),
      options: Object.fromEntries([...options].sort(byName).map(([name, values]) => [name, sorted(values)])),
    };
  }

  declines(operation: string): { readonly [reason: string]: number } {
    return Object.fromEntries(this.#of(operation).declined);
  }

  /** What no case has used: options, their values, and functions where the operation has expressions. */
  unused({ name: operation, options }: OperationDefinition): readonly string[] {
    const found = this.#of(operation);
    const lacking: string[] = [];
    for (const [name, { choices, default: usual }] of Object.entries(options)) {
      const values = found.options.get(name);
      if (!values && choices === undefined) lacking.push(`option ${name}`);
      const others = (choices ?? []).filter(choice => choice !== textOf(usual) && values?.has(choice) !== true);
      lacking.push(...others.map(choice => `${name}: ${choice}`));
    }
    if (Object.values(options).some(({ placement }) => placement === 'expression'))
      lacking.push(
        ...Object.entries(SCALAR_FUNCTIONS)
          .filter(([name, definition]) => !isSpelledOut(definition) && !found.functions.has(name))
          .map(([name]) => `function ${name}`),
      );
    return lacking;
  }

  #of(operation: string): Found {
    let found = this.#found.get(operation);
    if (!found) {
      found = { functions: new Map(), types: new Map(), options: new Map(), declined: new Map() };
      this.#found.set(operation, found);
    }
    return found;
  }
}

const byName = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => (a < b ? -1 : a > b ? 1 : 0);
const sorted = (found: ReadonlyMap<string, ResultClass>): { readonly [name: string]: ResultClass } =>
  Object.fromEntries([...found].sort(byName));

function strengthen(found: Map<string, ResultClass>, name: string, asked: ResultClass): void {
  const known = found.get(name);
  if (known === undefined || satisfies(asked, known)) found.set(name, asked);
}

const textOf = (usual: unknown): string | undefined =>
  typeof usual === 'string' || typeof usual === 'boolean' ? String(usual) : undefined;
