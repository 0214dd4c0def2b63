import { expect, test } from 'vitest'

import { errorFrom } from './errors'

test("an API's error keeps its code and its message", async () => {
  const body = { error_code: 'app_not_found', message: 'There is no such app.', status: 404 }
  const error = await errorFrom(Response.json(body, { status: 404 }))

  expect(error).toMatchObject({ status: 404, code: 'app_not_found', isFinal: true })
  expect(error.message).toBe('There is no such app.')
})

test('an error names the wrong parameter', async () => {
  const body = { error_code: 'invalid_parameters', message: 'No.', parameter: 'timezone' }
  const error = await errorFrom(Response.json(body, { status: 400 }))

  expect(error).toMatchObject({ parameter: 'timezone', retryAfterMs: null })
})

test('429 is not final, and has the wait that the server asks for', async () => {
  const headers = { 'Retry-After': '7' }
  const error = await errorFrom(Response.json({}, { status: 429, headers }))

  expect(error).toMatchObject({ status: 429, isFinal: false, retryAfterMs: 7_000 })
})

test("the message for a proxy's page is its status", async () => {
  const page = new Response('<h1>Bad gateway</h1>', { status: 502, statusText: 'Bad Gateway' })
  const error = await errorFrom(page)

  expect(error).toMatchObject({ status: 502, code: 'unknown', isFinal: false })
  expect(error.message).toBe('The server answered 502 Bad Gateway.')
})
