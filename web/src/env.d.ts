declare module 'virtual:theme.css'
declare module 'virtual:palettes' {
  export const light: Record<string, string>
  export const dark: Record<string, string>
}
declare module 'element-plus/es/locale/lang/zh-cn'
declare module 'element-plus/es/locale/lang/en'
