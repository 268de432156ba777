import { describe, expect, it } from 'vitest'
import { fileURLToPath } from 'node:url'
import { contrast, mix, readTokens, readable, schemes, themeCss } from './theme'

const tokens = readTokens(fileURLToPath(new URL('../../catalog/theme.yaml', import.meta.url)))

describe('contrast', () => {
  it('is that of WCAG', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5)
    expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2)
    expect(contrast('#1a7f4b', '#1a7f4b')).toBe(1)
  })
  it('leaves a colour alone that can be read', () => expect(readable('#0f6b6b', '#ffffff', 4.5)).toBe('#0f6b6b'))
  it('moves one that can not, and no further than needed', () => {
    const moved = readable('#b7791f', '#ffffff', 4.5)
    expect(contrast(moved, '#ffffff')).toBeGreaterThanOrEqual(4.5)
    expect(contrast(moved, '#ffffff')).toBeLessThan(4.9)
  })
  it('mixes by share', () => expect(mix('#000000', '#ffffff', 0.5)).toBe('#808080'))
})

describe.each(Object.entries(schemes(tokens)))('scheme %s', (name, values) => {
  const text = name.startsWith('contrast') ? 7 : 4.5
  const of = (id: string) => values[id]!
  it.each(['ink', 'secondary', 'accent'])('%s is readable on paper and wash', (id) => {
    expect(contrast(of(id), of('paper'))).toBeGreaterThanOrEqual(text)
    expect(contrast(of(id), of('wash'))).toBeGreaterThanOrEqual(text)
  })
  it.each(['reached', 'on-track', 'at-risk', 'behind', 'no-data'])('status %s is readable on its tint', (id) => {
    expect(contrast(of(`${id}-text`), of(`${id}-tint`))).toBeGreaterThanOrEqual(text)
    expect(contrast(of(id), of('paper'))).toBeGreaterThanOrEqual(3)
  })
  it('marks of all series can be seen', () => {
    for (let i = 1; i <= 8; i++) expect(contrast(of(`series-${i}`), of('paper'))).toBeGreaterThanOrEqual(3)
  })
})

it('writes every scheme once and the dark one for systems that ask for it', () => {
  const css = themeCss(tokens)
  for (const name of ['light', 'dark', 'contrast', 'contrast-dark']) expect(css).toContain(`[data-theme="${name}"]`)
  expect(css).toContain('prefers-color-scheme:dark')
  expect(css).toContain(tokens.light.accent)
})
