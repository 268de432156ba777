/** A quote cut where its number stands, so that the page can mark it: before, the mark, after. */
export function marked(quote: string, mark: string): { before: string; mark: string; after: string } {
  const at = mark ? quote.indexOf(mark) : -1
  if (at < 0) return { before: quote, mark: '', after: '' }
  return { before: quote.slice(0, at), mark, after: quote.slice(at + mark.length) }
}

/** The name of a document without the folders that it came from. */
export const baseName = (path: string) => path.split('/').at(-1) ?? path
