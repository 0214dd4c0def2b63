/** As vue-router hands it over: repeated parameters are lists, `?a` without a value is null. */
export type Query = Record<string, string | null | undefined | (string | null)[]>

/** The query without some of its parameters. */
export function without(query: Query, names: readonly string[]): Query {
  return Object.fromEntries(Object.entries(query).filter(([name]) => !names.includes(name)))
}
