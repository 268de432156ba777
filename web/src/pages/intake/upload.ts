import { send } from '@/api/client'

export interface Upload {
  file: File
  dataset: string
  heads: Record<string, string>
  simulated: boolean
  replaces?: string | undefined
}

/** Hands a file in to be checked; the id of the job. */
export async function startCheck(upload: Upload): Promise<string> {
  const form = new FormData()
  form.append('dataset', upload.dataset)
  if (Object.keys(upload.heads).length) form.append('heads', JSON.stringify(upload.heads))
  if (upload.simulated) form.append('simulated', '1')
  if (upload.replaces) form.append('replaces', upload.replaces)
  form.append('file', upload.file, upload.file.name)
  return (await send<{ id: string }>('POST', '/submissions', form)).id
}
