/** Names of the sheets of an XLSX file, read in the browser: its part xl/workbook.xml. Empty for anything else; never throws. */
export async function sheetNames(file: Blob): Promise<string[]> {
  try {
    const xml = await part(file, 'xl/workbook.xml')
    const found = new DOMParser().parseFromString(xml, 'application/xml').getElementsByTagName('sheet')
    return [...found].map((sheet) => sheet.getAttribute('name') ?? '')
  } catch {
    return []
  }
}

/** One part of a ZIP file, through its directory at the end. */
async function part(file: Blob, wanted: string): Promise<string> {
  const tail = new DataView(await file.slice(-66_000).arrayBuffer())
  let end = tail.byteLength - 22
  while (end >= 0 && tail.getUint32(end, true) !== 0x06054b50) end--
  const [size, offset] = [tail.getUint32(end + 12, true), tail.getUint32(end + 16, true)]
  const directory = new DataView(await file.slice(offset, offset + size).arrayBuffer())
  for (let at = 0; at + 46 <= directory.byteLength;) {
    const length = directory.getUint16(at + 28, true)
    const name = new TextDecoder().decode(new Uint8Array(directory.buffer, at + 46, length))
    if (name === wanted) {
      const begin = directory.getUint32(at + 42, true)
      return unpacked(file, begin, directory.getUint32(at + 20, true), directory.getUint16(at + 10, true))
    }
    at += 46 + length + directory.getUint16(at + 30, true) + directory.getUint16(at + 32, true)
  }
  throw new Error(wanted)
}

async function unpacked(file: Blob, begin: number, size: number, method: number): Promise<string> {
  const head = new DataView(await file.slice(begin, begin + 30).arrayBuffer())
  const from = begin + 30 + head.getUint16(26, true) + head.getUint16(28, true)
  const packed = file.slice(from, from + size)
  const stream = method === 8 ? packed.stream().pipeThrough(new DecompressionStream('deflate-raw')) : packed.stream()
  return new Response(stream).text()
}
