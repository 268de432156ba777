import { send } from '@/api/client'

/** Hands the files in for an audit; the id of the job. */
export async function startAudit(files: File[]): Promise<string> {
  const form = new FormData()
  form.append('kind', 'audit')
  for (const file of files) form.append('file', file, file.name)
  return (await send<{ id: string }>('POST', '/jobs', form)).id
}
