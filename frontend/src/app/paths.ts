/** Every address of the interface, in one place. */
export const paths = {
  contests: '/',
  signIn: '/sign-in',
  contest: '/contests/:slug',
  enter: '/contests/:slug/enter',
  entry: '/entries/:id',
  appeal: '/entries/:id/appeal',
  judge: '/judge',
  sheet: '/judge/:contest/:sheet',
  standings: '/contests/:slug/standings',
  projector: '/contests/:slug/projector',
  reveal: '/contests/:slug/reveal',
  embed: '/embed/:slug',
  explain: '/contests/:slug/standings/:code',
  organise: '/organise',
  speakers: '/:tab(audit|speakers)',
  organiseContest: '/organise/:slug/:tab?',
  moderate: '/moderate/:slug/:tab?',
  verify: '/verify',
  verifyCode: '/verify/:code',
  verifyMinutes: '/verify-minutes/:code',
  me: '/me',
  account: '/account',
  resetPassword: '/reset-password',
  verifyEmail: '/verify-email',
} as const

type Path = (typeof paths)[keyof typeof paths]

/** A path with its parameters filled in; a missing optional one disappears. */
export function link(path: Path, params: Record<string, string | number> = {}): string {
  const filled = path.replace(/\/:(\w+)(\??)/g, (_whole, name: string, optional: string) => {
    const value = params[name]
    if (value === undefined || value === '') {
      if (optional) return ''
      throw new Error(`${path} needs ${name}`)
    }
    return `/${encodeURIComponent(value)}`
  })
  return filled || '/'
}
