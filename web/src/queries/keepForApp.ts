interface AnyQuery {
  queryKey: readonly unknown[]
}

/**
 * A `placeholderData`: the previous answer is shown until the next one comes, but never one app's
 * answer for another app. The second part of the query's key must be the app's id.
 */
export const keepForApp =
  (appId: string) =>
  <T>(previous: T | undefined, query: AnyQuery | undefined): T | undefined =>
    query?.queryKey[1] === appId ? previous : undefined
