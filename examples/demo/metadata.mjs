/** Statistics hold instants as counts of their unit. */
const readable = (value, type) =>
  value !== null && type.id === 'timestamp' && type.unit === 'us'
    ? new Date(Number(value) / 1000).toISOString().replace(/\.000Z$/, '')
    : value;

/** Rows, row groups, schema and codecs of the file, from its footer. */
export async function describeFile(pf, path) {
  const metadata = await pf.metadata(path);
  return {
    file: path.split('/').slice(-3).join('/'),
    rows: metadata.rows,
    rowGroups: metadata.rowGroups.length,
    codecs: [...new Set(metadata.columns.flatMap(column => column.codecs))],
    columns: metadata.columns.map(({ path: name, type, statistics }, index) => ({
      name,
      type: type.id === 'timestamp' ? `timestamp[${type.unit}]` : type.id,
      nullable: metadata.schema[index].nullable,
      min: readable(statistics?.min ?? null, type),
      max: readable(statistics?.max ?? null, type),
    })),
  };
}
