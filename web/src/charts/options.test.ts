import { describe, expect, it } from 'vitest'
import { bounds } from './options'

describe('bounds of an axis', () => {
  it('begin at zero where values come near it', () => expect(bounds([2, 10], false).min).toBe(0))
  it('need not where they are far from it', () => {
    const b = bounds([97.64, 100], true)
    expect(b.min).toBeGreaterThan(90)
    expect(b.min).toBeLessThan(97.64)
  })
  it('never pass 100 % for a rate that does not', () => expect(bounds([94, 99.9], true).max).toBeLessThanOrEqual(100))
  it('may for what is no rate', () => expect(bounds([94, 99.9], false).max).toBeGreaterThan(100))
  it('end on whole steps', () => {
    const b = bounds([91.4, 99.8], true)
    expect(b.interval).toBe(2)
    expect(b.min % b.interval).toBe(0)
  })
  it('hold a single value and negative ones', () => {
    const one = bounds([5], false)
    expect(one.min).toBeLessThan(5)
    expect(one.max).toBeGreaterThan(5)
    expect(bounds([-3, 4], false).min).toBeLessThan(-3)
  })
})
