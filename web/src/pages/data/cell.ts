/** A cell as an address says it: what it is of, by dimension. */
export const cellParts = (cell: string): [string, string][] =>
  cell
    .split(';')
    .filter(Boolean)
    .map((part) => [part.slice(0, part.indexOf('=')), part.slice(part.indexOf('=') + 1)])

/** The cell of a row of a cube, of the dimensions that its records have; a total (`*`) and what the row leaves open is of all. */
export const cellOf = (row: Record<string, string | number | null>, dimensions: string[]): string =>
  dimensions
    .filter((name) => row[name] !== undefined && row[name] !== null && row[name] !== '*')
    .map((name) => `${name}=${row[name]}`)
    .join(';')
