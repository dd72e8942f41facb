/** Files on their way to the server, with progress; loaded by the pages that send some. */
import { type Answer, entityTag, failed, isOurs, type Options, parsed, standardHeaders } from './client'
import { Problem } from './problem'

/**
 * Sends a file with progress (0 to 1). XMLHttpRequest, because fetch() tells no upload progress.
 * Throws Problem.
 */
export function upload<T>(
  path: string,
  form: FormData,
  onProgress: (share: number) => void = () => {},
  options: Pick<Options, 'idempotencyKey' | 'ifMatch' | 'signal'> & { method?: string } = {},
): Promise<Answer<T>> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    const method = options.method ?? 'POST'
    request.open(method, path)
    for (const [name, value] of Object.entries(standardHeaders(method))) request.setRequestHeader(name, value)
    if (options.idempotencyKey) request.setRequestHeader('Idempotency-Key', options.idempotencyKey)
    if (options.ifMatch !== undefined) request.setRequestHeader('If-Match', entityTag(options.ifMatch))
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) onProgress(event.loaded / event.total)
    }
    request.onerror = () => reject(new Problem(0))
    request.onabort = () => reject(new DOMException('aborted', 'AbortError'))
    request.onload = () => {
      const { status, responseText: body } = request
      const type = request.getResponseHeader('Content-Type')
      if (status < 200 || status > 299) return reject(failed(status, type, body))
      if (!isOurs(status, type)) return reject(new Problem(0))
      try {
        resolve({ data: parsed(body) as T, etag: request.getResponseHeader('ETag'), status })
        onProgress(1)
      } catch (error) {
        reject(error as Problem)
      }
    }
    options.signal?.addEventListener('abort', () => request.abort())
    request.send(form)
  })
}
