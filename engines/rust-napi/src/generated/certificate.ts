// Written from conformance.json by scripts/embed.mjs; edit that one.
export const certificate: unknown = undefined;
