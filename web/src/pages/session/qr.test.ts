import { encode } from 'uqr'
import { expect, it } from 'vitest'
import { modules } from './qr'

it('draws each run of dark squares once', () => {
  expect(
    modules([
      [true, true, false],
      [false, false, false],
      [true, false, true],
    ]),
  ).toEqual({
    size: 3,
    path: 'M0 0h2v1h-2zM0 2h1v1h-1zM2 2h1v1h-1z',
  })
})
it('covers just the dark squares of a real code', () => {
  const code = encode('otpauth://totp/zhiheng:chen?secret=JBSWY3DPEHPK3PXP&issuer=zhiheng', { border: 4 })
  const dark = code.data.flat().filter(Boolean).length
  const covered = [...modules(code.data).path.matchAll(/h(\d+)v1/g)].reduce((sum, m) => sum + Number(m[1]), 0)
  expect(covered).toBe(dark)
})
