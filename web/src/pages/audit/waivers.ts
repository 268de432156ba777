import { computed } from 'vue'
import { useGet } from '@/api/client'
import type { Case } from '@/api/cases'
import type { AuditFinding, Page } from '@/api/types'
import { beginCase, takeStep } from '@/cases/flows'
import { can } from '@/session/session'
import { baseName } from './marked'

export interface WaiverFields {
  document: string
  kind?: string
  quote?: string
  numbers?: unknown
  reason: string
}
export type Waiver = Case<WaiverFields>

/** What a waiver remembers of its finding. A finding's id comes from its numbers: when they change, the waiver no longer fits. */
export function waiverOf(finding: AuditFinding, reason: string): WaiverFields {
  const place = finding.places[0]
  return {
    document: baseName(place?.file ?? ''),
    kind: finding.kind,
    quote: (place?.quote ?? '').slice(0, 2000),
    numbers: { stated: finding.stated, recomputed: finding.recomputed },
    reason,
  }
}

/** The waivers in force, by the id of their finding, and the ways to add and revoke one. */
export function useWaivers() {
  const waivers = useGet<Page<Waiver>>(() => (can('plan.read') ? '/cases?flow=waiver&state=waived&per_page=2000' : undefined))
  const byFinding = computed(() => new Map((waivers.data.value?.items ?? []).map((w) => [w.subject.replace(/^finding:/, ''), w])))
  const waive = async (finding: AuditFinding, reason: string) => {
    await beginCase('waiver', `finding:${finding.id}`, waiverOf(finding, reason))
    waivers.again()
  }
  const revoke = async (waiver: Waiver, reason: string) => {
    await takeStep(waiver, 'revoke', { reason })
    waivers.again()
  }
  return { byFinding, waive, revoke }
}
