/** What a line of the journal holds beside who, when and what, as short texts; the chain's own fields say nothing here. */
export function entryParts(entry: Record<string, unknown>): { key: string; text: string }[] {
  const chain = ['before', 'at', 'by', 'does']
  return Object.entries(entry)
    .filter(([key]) => !chain.includes(key))
    .map(([key, value]) => ({ key, text: typeof value === 'string' ? value : JSON.stringify(value) }))
}
