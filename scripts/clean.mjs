/** `npm run clean`: removes compiled TypeScript; native builds and node_modules stay. */
import { rmSync } from 'node:fs';
import { at, packages } from './lib/workspace.mjs';

for (const { folder } of packages()) rmSync(at(folder, 'dist'), { recursive: true, force: true });
