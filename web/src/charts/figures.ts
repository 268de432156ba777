import { BarChart, LineChart, PictorialBarChart, PieChart } from 'echarts/charts'
import { GridComponent, LegendComponent, MarkLineComponent } from 'echarts/components'
import * as echarts from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import { dark, light } from 'virtual:palettes'

echarts.use([BarChart, LineChart, PictorialBarChart, PieChart, GridComponent, LegendComponent, MarkLineComponent, SVGRenderer])

/** The figure of a paper as SVG, as the paper itself draws it; on dark paper its inks change places with the dark ones. */
export function figureSvg(option: Record<string, unknown>, width: number, height: number, onDark: boolean): string {
  let text = JSON.stringify(option)
  if (onDark) for (const [name, colour] of Object.entries(light)) text = text.replaceAll(colour, dark[name] ?? colour)
  const chart = echarts.init(null, undefined, { renderer: 'svg', ssr: true, width, height })
  try {
    chart.setOption(JSON.parse(text) as Record<string, unknown>)
    return chart.renderToSVGString()
  } finally {
    chart.dispose()
  }
}
