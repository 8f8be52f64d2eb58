import type { Availability } from '../contract/index.js';

export const unavailable = (code: string, reason: string, remedy: string): Availability => ({
  available: false,
  code,
  reason,
  remedy,
});
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
