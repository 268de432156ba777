/** Where to go after signing in: a path of these pages, never an address elsewhere that a link has smuggled in. */
export function ownPath(wanted: unknown): string {
  if (typeof wanted !== 'string' || !wanted.startsWith('/') || /^\/[/\\]|[\u0000-\u001f]/.test(wanted)) return '/'
  return wanted.startsWith('/sign-in') || wanted.startsWith('/link') ? '/' : wanted
}
