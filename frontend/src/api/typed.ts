/** The client with the API's own types; apart from client.ts, to keep it out of the first load. */
import createClient from 'openapi-fetch'
import { send } from './client'
import type { paths } from './schema'

/** `const { data } = await api.GET('/api/v1/contests/')`. Throws Problem. */
export const api = createClient<paths>({ baseUrl: location.origin, fetch: (request) => send(request) })
