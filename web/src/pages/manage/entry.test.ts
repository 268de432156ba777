import { expect, it } from 'vitest'
import { entryParts } from './entry'

it('shows what a line holds beside its chain', () => {
  expect(entryParts({ before: 'ab', at: 'x', by: 'chen', does: 'user.add', account: 'li', roles: ['town'], rows: 7 })).toEqual([
    { key: 'account', text: 'li' },
    { key: 'roles', text: '["town"]' },
    { key: 'rows', text: '7' },
  ])
})
