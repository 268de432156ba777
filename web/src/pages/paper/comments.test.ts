import { expect, it } from 'vitest'
import { countByPlace, placeOf, subjectOf, type Comment } from './comments'

const comment = (place: string, state: string) => ({ subject: subjectOf(2020, place), state }) as Comment

it('counts the comments of a place, the open ones too', () => {
  const counts = countByPlace([comment('food~2', 'open'), comment('food~2', 'resolved'), comment('a-table', 'open')])
  expect(counts.get('food~2')).toEqual({ open: 1, all: 2 })
  expect(counts.get('a-table')).toEqual({ open: 1, all: 1 })
  expect(counts.get('food~1')).toBeUndefined()
})
it('finds the place in a subject, colons in it too', () => {
  expect(placeOf('paper:2020:food~2')).toBe('food~2')
  expect(placeOf('paper:2020:a:b')).toBe('a:b')
})
