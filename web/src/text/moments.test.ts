import { expect, it } from 'vitest'
import { bytesText, momentText, today } from './moments'

it('tells the time of China', () => {
  expect(momentText('2026-11-23T05:31:13Z')).toBe('2026-11-23 13:31')
  expect(momentText('2026-11-23T17:31:13.123Z', true)).toBe('2026-11-24 01:31:13')
  expect(today(new Date('2026-11-23T16:00:00Z'))).toBe('2026-11-24')
})
it('leaves days and other texts alone', () => {
  expect(momentText('2020-12-05')).toBe('2020-12-05')
  expect(momentText('terminal')).toBe('terminal')
  expect(momentText(undefined)).toBe('')
})
it('says sizes as people do', () => {
  expect([0, 1023, 1024, 1536, 481234, 123456789012].map(bytesText)).toEqual([
    '0\u2009B',
    '1023\u2009B',
    '1.0\u2009KiB',
    '1.5\u2009KiB',
    '470\u2009KiB',
    '115\u2009GiB',
  ])
})
