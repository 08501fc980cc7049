import { expect, test } from 'vitest'
import { commonTraits } from '../../src/pages/common-traits.ts'
import { testSource } from '../support/sources.ts'

const traitsOf = (...sources: readonly Parameters<typeof testSource>[0][]) =>
  commonTraits(new Map(sources.map((more, index) => [`s${index}`, testSource(more)])))

const ACME = { brand: { name: 'Acme', color: '#00aa77' } }
const OTHER = { brand: { name: 'Other', color: '#00aa77' } }

test('a brand and rules that all sources share are known before it is known whose page it is', () => {
  expect(
    traitsOf(ACME, { ...ACME, policy: { minLength: 12, length: 30, excludedWords: ['x'] } }),
  ).toEqual({
    brand: ACME.brand,
    policy: { minLength: 12, required: [] },
  })
})

test('nothing is told that only one of several sources has', () => {
  expect(traitsOf(ACME, OTHER)).toEqual({ policy: { minLength: 12, required: [] } })
  expect(traitsOf(ACME, { ...ACME, policy: { minLength: 13 } })).toEqual({ brand: ACME.brand })
  expect(traitsOf(ACME, { ...OTHER, policy: { required: ['digit'] } })).toEqual({})
})
