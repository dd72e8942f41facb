/** The ceremony as the hall's screens follow it: asked for again and again, cheaply. */
import { onScopeDispose, shallowRef, type Ref } from 'vue'
import { call } from '@/api/client'
import type { Schemas } from '@/api/schemas'

export type Stage = Schemas['Stage']
export type Screen = Schemas['Screen']
export type Shown = Schemas['ShownEntry']

const INTERVAL_MS = 700
const IDLE_MS = 4_000

/** Follows within a second while a ceremony is on; where none is, it asks seldom. */
export function useStage(slug: Ref<string>) {
  const stage = shallowRef<Stage>()
  let etag: string | null = null
  let timer = 0
  let over = false

  async function ask(): Promise<void> {
    try {
      const answer = await call<Stage>('GET', `/api/v1/ceremonies/${encodeURIComponent(slug.value)}/screen/`, {
        headers: etag ? { 'If-None-Match': etag } : {},
      })
      if (answer.status !== 304) {
        stage.value = answer.data
        etag = answer.etag
      }
    } catch {
      // The last screen stays: a hall never sees an error.
    }
    if (over) return
    const on = stage.value?.state === 'running' || stage.value?.state === 'rehearsal'
    timer = window.setTimeout(ask, on ? INTERVAL_MS : IDLE_MS)
  }

  void ask()
  onScopeDispose(() => {
    over = true
    clearTimeout(timer)
  })
  return stage
}

/** Who is called: the team with its people below, or the people themselves. */
export function called(entry: Shown): { name: string; people: string; work: string } {
  const people = entry.names.join(', ')
  const name = entry.team || people || entry.title || entry.code
  return {
    name,
    people: entry.team ? people : '',
    work: [entry.title !== name ? entry.title : '', entry.school].filter(Boolean).join(' · '),
  }
}
