import { computed, provide, inject, type ComputedRef, type InjectionKey, type Ref } from 'vue'
import { query, useGet, type Loaded } from '@/api/client'
import type { Case } from '@/api/cases'
import type { Page } from '@/api/types'
import { useEvents } from '@/session/events'
import { can } from '@/session/session'

export interface CommentFields {
  quote?: string
  text: string
  assigned?: string
}
export type Comment = Case<CommentFields>

/** What the paragraphs of a paper need to show their comments and to take new ones. */
export interface Notes {
  adding: Ref<boolean>
  counts: ComputedRef<Map<string, { open: number; all: number }>>
  show: (place: string) => void
}
const notesKey: InjectionKey<Notes> = Symbol('notes')
export const provideNotes = (notes: Notes) => provide(notesKey, notes)
export const useNotes = () => inject(notesKey, undefined)

export const subjectOf = (year: number | string, place: string) => `paper:${year}:${place}`
/** The place in a subject `paper:2020:PLACE`. */
export const placeOf = (subject: string) => subject.split(':').slice(2).join(':')

/** All comments of a year's paper, kept up to date by the server's events; nothing for those who may not comment. */
export function useComments(year: () => number | undefined): Loaded<Page<Comment>> {
  const comments = useGet<Page<Comment>>(() => {
    const of = year()
    return of && can('paper.comment') ? query('/cases', { flow: 'comment', subject: subjectOf(of, '*'), per_page: 2000 }) : undefined
  })
  useEvents('case', (event) => event['flow'] === 'comment' && comments.again())
  return comments
}

/** How many comments a place has, and how many of them are open. */
export function countByPlace(comments: Comment[]): Map<string, { open: number; all: number }> {
  const counts = new Map<string, { open: number; all: number }>()
  for (const comment of comments) {
    const place = placeOf(comment.subject)
    const count = counts.get(place) ?? { open: 0, all: 0 }
    count.all++
    if (comment.state === 'open') count.open++
    counts.set(place, count)
  }
  return counts
}
export const useCounts = (comments: Loaded<Page<Comment>>) => computed(() => countByPlace(comments.data.value?.items ?? []))
