/** The tokens in force, for what CSS can't reach. */
export function colours() {
  const style = getComputedStyle(document.documentElement)
  const of = (name: string) => style.getPropertyValue(`--${name}`).trim()
  return {
    ink: of('ink'),
    secondary: of('secondary'),
    hairline: of('hairline'),
    paper: of('paper'),
    accent: of('accent'),
    edge: of('edge'),
    risk: of('at-risk'),
    font: style.fontFamily,
    series: [1, 2, 3, 4, 5, 6, 7, 8].map((i) => of(`series-${i}`)),
  }
}
export type Colours = ReturnType<typeof colours>
