/** The API's types. Written by `npm run types` from docs/openapi.yaml; never by hand once that file exists. */
export interface paths {
  [path: `/api/v1/${string}`]: {
    get: Operation
    post: Operation
    put: Operation
    patch: Operation
    delete: Operation
  }
}

interface Operation {
  parameters: { query?: Record<string, string | number | boolean | undefined>; path?: Record<string, string> }
  requestBody?: { content: { 'application/json': unknown } }
  responses: { 200: { headers: Record<string, unknown>; content: { 'application/json': unknown } } }
}
