import type { JsonObject } from '@parquetframe/core/engine';

/** The JSON that the addon answered with; its shape is fixed by the binary that belongs to this package. */
export const parsed = (json: string): JsonObject => JSON.parse(json) as JsonObject;
