/** The addresses of one's own account, as allauth lists them. */
import { useQuery } from '@tanstack/vue-query'
import { ask } from './account'

export interface Address {
  email: string
  verified: boolean
}

export const useAddresses = () =>
  useQuery({ queryKey: ['account', 'email'], queryFn: () => ask<Address[]>('GET', '/account/email') })
