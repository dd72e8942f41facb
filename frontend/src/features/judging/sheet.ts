/**
 * One open sheet: what it shows, what is wrong with it, and every change that a judge can make.
 * A change goes to the outbox and nowhere else; until it is on the disk it is shown from memory.
 */
import { computed, ref, shallowRef, type Ref } from 'vue'
import { shown, status, type Content } from '@/offline/outbox'
import { scoresheets } from '@/offline/scoresheets'
import { evaluate, type Evaluation, type Form, type Problem } from '@/scoring/form'
import { remembered, undone, type History } from './history'
import { stageOf } from './order'
import type { QueueSheet } from './queue'

export type Kind = 'scored' | 'no_show' | 'abstained'

/** The general comment's place among the comments. */
export const GENERAL = ''

const isEmpty = (value: unknown) => value === null || value === undefined || value === ''

/** A document without one member, or with it. */
function changed<T>(document: Readonly<Record<string, T>>, name: string, value: T | null): Record<string, T> {
  const next = { ...document }
  if (isEmpty(value)) delete next[name]
  else next[name] = value as T
  return next
}

function evaluateContent(form: Form, { values, comments }: Pick<Content, 'values' | 'comments'>): Evaluation {
  return evaluate(form, values, changed(comments, GENERAL, null))
}

export function useSheet(sheet: Ref<QueueSheet>, form: Ref<Form>) {
  const record = computed(() => scoresheets.records.get(sheet.value.id))
  const unstored = shallowRef<Content | null>(null)
  const failed = ref(false)
  const attempted = ref(false)
  const history = shallowRef<History>([])
  let writing = 0

  const content = computed<Content>(() => {
    if (unstored.value) return unstored.value
    if (record.value) return shown(record.value)
    const { values, comments, kind, state } = sheet.value
    return { values, comments, kind, state: state === 'submitted' ? 'submitted' : 'draft' }
  })
  const evaluation = computed(() => evaluateContent(form.value, content.value))
  const stage = computed(() => {
    const at = stageOf(sheet.value, record.value)
    return unstored.value && at === 'not_started' ? 'draft' : at
  })
  const conflict = computed(() => (record.value ? status(record.value) === 'conflict' : false))
  /** The judge saw what the others gave: the server takes no change before a reopening. */
  const looked = computed(() => Boolean(sheet.value.peers_seen_at) && stage.value === 'submitted')
  const editable = computed(
    () => stage.value !== 'locked' && !looked.value && !conflict.value && record.value !== undefined,
  )

  /** What a judge should hear of: missing values only after trying to submit. */
  const problems = computed<readonly Problem[]>(() =>
    content.value.kind === 'scored'
      ? evaluation.value.problems.filter(({ code }) => attempted.value || (code !== 'required' && code !== 'empty'))
      : [],
  )
  const blocking = computed(() => evaluation.value.problems.filter(({ severity }) => severity === 'block'))

  async function put(next: Content): Promise<void> {
    unstored.value = next
    writing += 1
    try {
      await scoresheets.edit(sheet.value.id, next)
      failed.value = false
    } catch {
      failed.value = true // stays on the screen; the next change tries again with everything
    } finally {
      writing -= 1
      if (writing === 0 && !failed.value) unstored.value = null
    }
  }

  /** A submitted sheet stays submitted as long as it is complete. */
  function settled(next: Omit<Content, 'state'>): Content {
    const holds = next.kind !== 'scored' || evaluateContent(form.value, next).complete
    return { ...next, state: content.value.state === 'submitted' && holds ? 'submitted' : 'draft' }
  }

  async function change(what: string, next: Omit<Content, 'state'>): Promise<void> {
    if (!editable.value) return
    history.value = remembered(history.value, what, content.value)
    await put(settled(next))
  }

  return {
    record,
    content,
    evaluation,
    stage,
    conflict,
    editable,
    problems,
    blocking,
    failed,
    attempted,
    saving: computed(() => unstored.value !== null),
    canUndo: computed(() => history.value.length > 0 && editable.value),

    setValue: (item: string, value: unknown) =>
      change(`values/${item}`, { ...content.value, values: changed(content.value.values, item, value) }),

    setComment: (item: string, words: string) =>
      change(`comments/${item}`, { ...content.value, comments: changed(content.value.comments, item, words) }),

    /** No-show and abstention are submitted at once; scoring again starts from a draft. */
    async setKind(kind: Kind): Promise<void> {
      if (!editable.value) return
      history.value = remembered(history.value, 'kind', content.value)
      await put({ ...content.value, kind, state: kind === 'scored' ? 'draft' : 'submitted' })
    },

    /** Answers the item that was changed back, if it was one. */
    async undo(): Promise<string | null> {
      const last = undone(history.value)
      if (!last || !editable.value) return null
      history.value = last.history
      await put(settled(last.content))
      return last.what.split('/')[1] ?? null
    },

    /** False: something is missing; `blocking` names it. */
    async submit(): Promise<boolean> {
      attempted.value = true
      if (!editable.value || blocking.value.length) return false
      await put({ ...content.value, state: 'submitted' })
      return !failed.value
    },
  }
}
