/** Appeals of one entry, and when its contest takes them. */
import { call, get } from '@/api/client'
import { everything } from '@/api/contests'
import type { Schemas } from '@/api/schemas'

export type Appeal = Schemas['OfficeAppeal']
export type AppealWindow = Schemas['AppealWindow']

export const appealsOf = (entry: string): Promise<Appeal[]> => everything<Appeal>('/api/v1/appeals/', { entry })
export const appealWindow = (slug: string): Promise<AppealWindow> =>
  get<AppealWindow>(`/api/v1/appeal-windows/${encodeURIComponent(slug)}/`)

export async function file(body: { entry: number; round: number; items: string[]; reason: string }): Promise<void> {
  await call('POST', '/api/v1/appeals/', { body })
}
