/** Moments as a tool shows them: the day and minute of China, where the platform's offices are, whatever clock the reader's machine has. */
const clock = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Asia/Shanghai',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
})

/** "2026-11-23T05:31:13Z" → "2026-11-23 13:31"; a plain day stays as it is, what is no moment too. */
export function momentText(at: string | null | undefined, seconds = false): string {
  if (!at) return ''
  if (/^\d{4}-\d{2}-\d{2}$/.test(at)) return at
  const moment = new Date(at)
  if (Number.isNaN(moment.getTime())) return at
  return clock.format(moment).slice(0, seconds ? 19 : 16)
}

/** Today in China, as "2026-11-23". */
export const today = (now = new Date()) => clock.format(now).slice(0, 10)

/** Bytes in the unit that a person would say: 1024 → "1 KiB". */
export function bytesText(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB']
  let at = 0
  let size = bytes
  while (size >= 1024 && at < units.length - 1) {
    size /= 1024
    at++
  }
  return `${size >= 10 || at === 0 ? Math.round(size) : size.toFixed(1)}\u2009${units[at]}`
}
