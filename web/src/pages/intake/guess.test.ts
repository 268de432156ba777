import { expect, it } from 'vitest'
import type { DatasetItem } from '@/api/types'
import { datasetNamed } from './guess'

const item = (id: string, zh: string, en: string) =>
  ({ id, title: { zh, en }, owner: '', domain: '', frequency: '', columns: 0, cubes: 0 }) as DatasetItem
const datasets = [
  item('food_sample', '食品监督抽检样品', 'Food supervision samples'),
  item('food_sample_item', '食品抽检项目', 'Food sample items'),
  item('x1', '同名', 'Same'),
  item('x2', '同名', 'Other'),
]

it.each([
  ['food_sample.xlsx', 'food_sample'],
  ['Food-Sample 2020-06 (1).csv', 'food_sample'],
  ['食品监督抽检样品.xlsx', 'food_sample'],
  ['食品监督抽检样品-2020年6月终稿.xlsx', 'food_sample'],
  ['food_sample_item.csv', 'food_sample_item'],
  ['Food supervision samples', 'food_sample'],
])('%s is %s', (name, id) => expect(datasetNamed(name, datasets)).toBe(id))
it.each(['食品.xlsx', '2020.csv', 'x.csv', '', '同名.csv', 'food_sample_items_extra.csv'])('%s is none', (name) =>
  expect(datasetNamed(name, datasets)).toBeUndefined(),
)
