export { rewrite, type Rewritten } from './rewrite.js';
