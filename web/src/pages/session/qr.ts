/** The dark squares of a QR code as one path: a run of squares is one rectangle. */
export function modules(rows: boolean[][]): { size: number; path: string } {
  let path = ''
  rows.forEach((row, y) => {
    for (let x = 0; x < row.length; x++) {
      if (!row[x]) continue
      const from = x
      while (row[x + 1]) x++
      const width = x - from + 1
      path += `M${from} ${y}h${width}v1h-${width}z`
    }
  })
  return { size: rows.length, path }
}
