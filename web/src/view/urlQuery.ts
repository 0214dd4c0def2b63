/** A query as vue-router gives it: a repeated parameter is a list, `?a` without a value is null. */
export type Query = Record<string, string | null | undefined | (string | null)[]>

/** The query without some parameters. */
export function without(query: Query, names: readonly string[]): Query {
  return Object.fromEntries(Object.entries(query).filter(([name]) => !names.includes(name)))
}

/** The texts of a parameter, which may be absent, given once, or repeated. */
export function textsOf(raw: Query[string]): string[] {
  const list = Array.isArray(raw) ? raw : [raw]
  return list.filter((value): value is string => typeof value === 'string')
}
