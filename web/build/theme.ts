import { readFileSync } from 'node:fs'
import { parse } from 'yaml'

/** catalog/theme.yaml as it stands: the one source of colours and fonts. */
export interface Tokens {
  light: Palette
  dark: Palette
  status: Record<'reached' | 'on_track' | 'at_risk' | 'behind' | 'no_data', string>
  series: string[]
  fonts: { screen: string }
}
export interface Palette {
  ink: string
  secondary: string
  hairline: string
  paper: string
  wash: string
  accent: string
}

type Rgb = [number, number, number]

export function readTokens(path: string): Tokens {
  return parse(readFileSync(path, 'utf8')) as Tokens
}

const channels = (hex: string): Rgb => [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16)) as Rgb
const hex = (rgb: Rgb) => '#' + rgb.map((c) => Math.round(c).toString(16).padStart(2, '0')).join('')

function luminance(colour: string): number {
  const [r, g, b] = channels(colour).map((c) => {
    const s = c / 255
    return s <= 0.04045 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4
  }) as Rgb
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

/** Contrast of two "#rrggbb" after WCAG 2: 1 to 21. */
export function contrast(a: string, b: string): number {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number]
  return (high + 0.05) / (low + 0.05)
}

export function mix(a: string, b: string, share: number): string {
  const other = channels(b)
  return hex(channels(a).map((c, i) => c * (1 - share) + other[i]! * share) as Rgb)
}

/** `colour`, moved towards black or white (away from `ground`) just as far as the contrast asks. */
export function readable(colour: string, ground: string, wanted: number): string {
  const pole = luminance(ground) > 0.4 ? '#000000' : '#ffffff'
  for (let share = 0; share <= 1; share += 0.02) {
    const moved = mix(colour, pole, share)
    if (contrast(moved, ground) >= wanted) return moved
  }
  return pole
}

/** CSS variables of one scheme. Text is at least 4.5:1 (7:1 in high contrast) on paper and wash, marks 3:1 (4.5:1). */
function variables(tokens: Tokens, palette: Palette, high: boolean): Record<string, string> {
  const text = high ? 7 : 4.5
  const mark = high ? 4.5 : 3
  const ground = contrast(palette.paper, palette.wash) > 1 && !high ? palette.wash : palette.paper
  const out: Record<string, string> = {
    paper: palette.paper,
    wash: high ? palette.paper : palette.wash,
    ink: high ? readable(palette.ink, palette.paper, 16) : palette.ink,
    secondary: readable(palette.secondary, ground, text),
    hairline: high ? readable(palette.secondary, palette.paper, 4.5) : palette.hairline,
    edge: readable(palette.hairline, palette.paper, mark),
    accent: readable(palette.accent, ground, text),
    'on-accent': luminance(readable(palette.accent, ground, text)) > 0.3 ? '#000000' : '#ffffff',
    tint: mix(palette.paper, palette.accent, high ? 0.04 : 0.1),
  }
  for (const [name, colour] of Object.entries(tokens.status)) {
    const id = name.replace('_', '-')
    out[id] = readable(colour, palette.paper, mark)
    out[`${id}-text`] = readable(colour, mix(palette.paper, colour, 0.1), text)
    out[`${id}-tint`] = mix(palette.paper, colour, 0.1)
  }
  tokens.series.forEach((colour, i) => (out[`series-${i + 1}`] = readable(colour, palette.paper, mark)))
  return out
}

/** The four schemes that a reader can choose or that the system asks for. */
export function schemes(tokens: Tokens): Record<string, Record<string, string>> {
  return {
    light: variables(tokens, tokens.light, false),
    dark: variables(tokens, tokens.dark, false),
    contrast: variables(tokens, tokens.light, true),
    'contrast-dark': variables(tokens, tokens.dark, true),
  }
}

const body = (values: Record<string, string>) =>
  Object.entries(values)
    .map(([k, v]) => `--${k}:${v}`)
    .join(';')

export function themeCss(tokens: Tokens): string {
  const all = schemes(tokens)
  const rule = (selector: string, scheme: string) => {
    const kind = scheme.includes('dark') ? 'dark' : 'light'
    return `${selector}{color-scheme:${kind};${body(all[scheme]!)}}`
  }
  return [
    `:root{--screen:${tokens.fonts.screen}}`,
    rule(':root', 'light'),
    `@media (prefers-color-scheme:dark){${rule(':root:not([data-theme])', 'dark')}}`,
    ...Object.keys(all).map((name) => rule(`:root[data-theme="${name}"]`, name)),
  ].join('\n')
}
