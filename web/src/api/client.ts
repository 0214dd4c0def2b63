import createClient from 'openapi-fetch'

import { errorFrom, NetworkError } from './errors'
import type { paths } from './schema'

const TIMEOUT_MS = 30_000

/** Its types come from the server's OpenAPI schema. It throws ApiError and NetworkError. */
export const api = createClient<paths>({
  fetch: (request) =>
    fetch(request, {
      signal: AbortSignal.any([request.signal, AbortSignal.timeout(TIMEOUT_MS)]),
    }),
})

api.use({
  onRequest({ request }) {
    if (request.method !== 'GET') request.headers.set('X-CSRFToken', csrfToken())
    return request
  },
  async onResponse({ response }) {
    if (!response.ok) throw await errorFrom(response)
  },
  onError({ error }) {
    if (error instanceof DOMException && error.name === 'AbortError') return error
    return error instanceof DOMException && error.name === 'TimeoutError'
      ? new NetworkError(`The server gave no answer within ${TIMEOUT_MS / 1000} seconds.`)
      : new NetworkError('The server cannot be reached.')
  },
})

function csrfToken(): string {
  return document.cookie.match(/(?:^|; )csrftoken=([^;]*)/)?.[1] ?? ''
}

/** The body of a successful answer. openapi-fetch types it as optional: errors have none. */
export function bodyOf<T>(answer: { data?: T }): T {
  if (answer.data === undefined) throw new NetworkError('The server answered without a body.')
  return answer.data
}
