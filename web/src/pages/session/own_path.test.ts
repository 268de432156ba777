import { expect, it } from 'vitest'
import { ownPath } from './own_path'

it('goes back to a page of ours', () => expect(ownPath('/d/minhang/intake?show=mine#x')).toBe('/d/minhang/intake?show=mine#x'))
it.each([undefined, '', 'https://elsewhere.example', '//elsewhere.example', '/\\elsewhere.example', '/\t/elsewhere.example', 'javascript:alert(1)'])(
  'never leaves: %s',
  (wanted) => expect(ownPath(wanted)).toBe('/'),
)
it('does not go in circles', () => expect(ownPath('/sign-in?to=/x')).toBe('/'))
