/** A text cut into stretches that are also in the other one and stretches that are not. */
export interface Stretch {
  text: string
  same: boolean
}

/** Characters, but numbers and Latin words whole: half a number means nothing. */
const tokens = (text: string) => text.match(/\d[\d.,]*%?|[A-Za-z]+|\s+|./gsu) ?? []

/** Both texts, cut where they differ: the longest common sequence of their tokens. Very long texts are compared by their ends only. */
export function apart(a: string, b: string): [Stretch[], Stretch[]] {
  const [x, y] = [tokens(a), tokens(b)]
  let head = 0
  while (head < x.length && head < y.length && x[head] === y[head]) head++
  let tail = 0
  while (tail < x.length - head && tail < y.length - head && x[x.length - 1 - tail] === y[y.length - 1 - tail]) tail++
  const [p, q] = [x.slice(head, x.length - tail), y.slice(head, y.length - tail)]
  const [keepP, keepQ] = p.length * q.length > 1_000_000 ? [new Set<number>(), new Set<number>()] : common(p, q)
  const build = (all: string[], middle: number, kept: Set<number>) =>
    all.map((text, i) => ({ text, same: i < head || i >= head + middle || kept.has(i - head) }))
  return [joined(build(x, p.length, keepP)), joined(build(y, q.length, keepQ))]
}

function common(p: string[], q: string[]): [Set<number>, Set<number>] {
  const lengths = Array.from({ length: p.length + 1 }, () => new Uint16Array(q.length + 1))
  for (let i = p.length - 1; i >= 0; i--)
    for (let j = q.length - 1; j >= 0; j--)
      lengths[i]![j] = p[i] === q[j] ? lengths[i + 1]![j + 1]! + 1 : Math.max(lengths[i + 1]![j]!, lengths[i]![j + 1]!)
  const [inP, inQ] = [new Set<number>(), new Set<number>()]
  for (let i = 0, j = 0; i < p.length && j < q.length;) {
    if (p[i] === q[j]) {
      inP.add(i++)
      inQ.add(j++)
    } else if (lengths[i + 1]![j]! >= lengths[i]![j + 1]!) i++
    else j++
  }
  return [inP, inQ]
}

const joined = (parts: Stretch[]) =>
  parts.reduce<Stretch[]>((out, part) => {
    const last = out.at(-1)
    if (last && last.same === part.same) last.text += part.text
    else out.push({ ...part })
    return out
  }, [])
