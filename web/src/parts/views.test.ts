import { expect, it } from 'vitest'
import { viewQuery, withView } from './views'

it('keeps what a list shows, not where one was in it', () => {
  expect(viewQuery('?sort=latest&domain=food&page=3&user=chen')).toBe('domain=food&sort=latest')
  expect(viewQuery('')).toBe('')
})
it('puts a view of the same name in its place', () => {
  const views = [
    { name: '甲', query: 'a=1' },
    { name: '乙', query: 'b=1' },
  ]
  expect(withView(views, { name: '甲', query: 'a=2' })).toEqual([{ name: '甲', query: 'a=2' }, views[1]])
  expect(withView(views, { name: '丙', query: '' }).map((v) => v.name)).toEqual(['甲', '乙', '丙'])
})
