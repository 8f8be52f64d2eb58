import { Ajv } from 'ajv';
import { CONTRACT_VERSION, type EngineModule } from '../contract/index.js';
import { quarantineRule } from './quarantine.js';
import { ParquetFrameError } from '../contract/errors/index.js';

/** JSON Schema of `engine.json`. */
export const MANIFEST_SCHEMA = {
  type: 'object',
  required: ['id', 'version', 'native', 'operations'],
  additionalProperties: false,
  properties: {
    $schema: { type: 'string' },
    id: { type: 'string', pattern: '^[a-z][a-z0-9-]*(@[a-z][a-z0-9-]*)?$' },
    version: { type: 'string', pattern: '^\\d+\\.\\d+\\.\\d+' },
    native: { type: 'boolean' },
    description: { type: 'string' },
    operations: {
      type: 'object',
      propertyNames: { pattern: '^[a-z][A-Za-z0-9]*(\\.[a-z][A-Za-z0-9]*)+$' },
      additionalProperties: {
        type: 'object',
        required: ['revision', 'class'],
        additionalProperties: false,
        properties: {
          revision: { type: 'integer', minimum: 1 },
          class: { enum: ['exact', 'epsilon', 'equivalence'] },
          functions: { type: 'array', items: { type: 'string' }, uniqueItems: true },
        },
      },
    },
  },
} as const;

const validate = new Ajv({ allErrors: true }).compile(MANIFEST_SCHEMA);

/** @throws ParquetFrameError `CONTRACT_VERSION`, `INVALID_MANIFEST` naming every wrong field */
export function checkModule(module: EngineModule): void {
  const contract: unknown = module.contract;
  if (contract !== CONTRACT_VERSION) {
    throw new ParquetFrameError(
      'CONTRACT_VERSION',
      `engine ${module.manifest.id} is written for contract ${String(contract)}, this core has contract ${String(CONTRACT_VERSION)}; install versions that belong together`,
    );
  }
  quarantineRule(module.quarantine);
  const id: string = module.manifest.id;
  if (!validate(module.manifest)) {
    const problems = (validate.errors ?? [])
      .map(error => `${error.instancePath || '/'} ${error.message ?? 'is wrong'}`)
      .join('; ');
    throw new ParquetFrameError('INVALID_MANIFEST', `the manifest of engine ${id} is not valid: ${problems}`);
  }
}
