import eslint from '@eslint/js';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';
import { importDirection } from './scripts/eslint/import-direction.js';
import { operationNames } from './scripts/eslint/operation-names.js';

/** Loaded lazily, because importing them costs 100 ms or needs a polyfill; types are free. */
const lazyModules = ['apache-arrow', 'tsyringe', 'reflect-metadata'].map(name => ({
  name,
  allowTypeImports: true,
  message: 'Load it with import() where it is needed: nothing heavy happens at import time.',
}));

export default defineConfig(
  {
    ignores: [
      '**/dist/',
      '**/node_modules/',
      'target/',
      'coverage/',
      '.cache/',
      // Compiles against the packed packages, which are not here; scripts/packaging.mjs does it.
      'examples/third-party-engine/',
      '**/binding/',
      'engines/*/src/generated/',
      // Compiled in the packages that are made of it; scripts/packaging.mjs makes one.
      'plugins/create-engine/template/',
      '**/*.d.ts',
      '.nx/',
      'benchmarks/results/',
    ],
  },
  eslint.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    plugins: { parquetframe: { rules: { 'import-direction': importDirection, 'operation-names': operationNames } } },
    rules: {
      'parquetframe/import-direction': 'error',
      'parquetframe/operation-names': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports' }],
      '@typescript-eslint/consistent-type-exports': 'error',
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/only-throw-error': [
        'error',
        { allowThrowingUnknown: true, allowThrowingAny: false, allowRethrowing: true },
      ],
      // Contracts are records of functions, which never use `this`.
      '@typescript-eslint/unbound-method': 'off',
      // apache-arrow's enums come from generated code.
      '@typescript-eslint/no-unsafe-enum-assignment': 'off',
      // Kernels walk typed arrays by index: several arrays at once, or only a part of one.
      '@typescript-eslint/prefer-for-of': 'off',
      // Type aliases are assignable to index signatures (JSON), interfaces are not.
      '@typescript-eslint/consistent-type-definitions': 'off',
      '@typescript-eslint/consistent-indexed-object-style': 'off',
      // Brackets are kept for names that come from data: options, statistics.
      '@typescript-eslint/dot-notation': ['error', { allowIndexSignaturePropertyAccess: true }],
      'max-lines': ['error', { max: 500, skipBlankLines: true, skipComments: true }],
      eqeqeq: 'error',
      'no-console': 'error',
    },
  },
  {
    files: ['core/src/**/*.ts', 'engines/*/src/**/*.ts', 'plugins/*/src/**/*.ts'],
    ignores: ['**/*.test.ts', 'plugins/conformance/src/**'],
    rules: { '@typescript-eslint/no-restricted-imports': ['error', { paths: lazyModules }] },
  },
  {
    // Kinds are open: plugins have their own, which a list of cases would leave out.
    files: ['core/src/**/*.ts', 'plugins/process-host/src/**/*.ts', 'engines/*/src/**/*.ts', 'parquetframe/src/**/*.ts'],
    ignores: ['core/src/contract/data/kinds.ts', '**/*.test.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: [
            "SwitchStatement:matches([discriminant.property.name='kind'], [discriminant.name='kind']) > SwitchCase[test.value=/^(graph|record)$/]",
            "ArrayExpression[elements.length>1] > Literal[value='graph']",
          ].join(', '),
          message:
            'Kinds are open: ask for the codec or the layout of a kind (contract/data/kinds.ts) instead of listing those of core.',
        },
      ],
    },
  },
  {
    files: ['**/*.test.ts', '**/test/**/*.ts'],
    rules: { 'max-lines': 'off' },
  },
  {
    files: ['parquetframe/src/cli/**/*.ts', 'benchmarks/**/*.ts', 'examples/**/*.ts'],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['**/*.{js,mjs}'],
    extends: [tseslint.configs.disableTypeChecked],
    languageOptions: {
      globals: Object.fromEntries(
        [
          'process',
          'console',
          'URL',
          'Buffer',
          'performance',
          'setTimeout',
          'clearTimeout',
          'AbortController',
          'AbortSignal',
          'structuredClone',
        ].map(name => [name, 'readonly']),
      ),
    },
    rules: { eqeqeq: 'error' },
  },
);
