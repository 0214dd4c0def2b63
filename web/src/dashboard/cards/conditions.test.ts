import { expect, test } from 'vitest'

import { between } from './conditions'

test('a bucket has two bounds, the last bucket has only a lower bound', () => {
  expect(between('duration', 60, 180)).toEqual({ duration_gte: '60', duration_lt: '180' })
  expect(between('setup_time', 5000, null)).toEqual({ setup_time_gte: '5000' })
  expect(between('duration', 0, 60)).toEqual({ duration_gte: '0', duration_lt: '60' })
})
