/** Values that are made once for each key, and forgotten with it. */
export class Once<K extends object, V> {
  readonly #made = new WeakMap<K, V>();

  of(key: K, make: () => V): V {
    let value = this.#made.get(key);
    if (value === undefined) this.#made.set(key, (value = make()));
    return value;
  }
}
