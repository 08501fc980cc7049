import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Secret } from '../../src/core/secret.ts'
import { html, withAssets } from '../../src/pages/html.ts'

test('no text leaves its place, in an element or an attribute', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('<', '>', '"', "'", '&', ';', '/', '=', ' ', 'a') }),
      (text) => {
        const page = String(html`<p title="${text}">${text}</p>`)
        const inner = /^<p title="([^"<>']*)">([^"<>']*)<\/p>$/.exec(page)
        expect(inner).not.toBeNull()
        expect(inner?.[1]).toBe(inner?.[2])
      },
    ),
  )
})

test('takes markup of ours as it is, also in lists, and nothing for what is missing', () => {
  const items = ['<a>', 'b'].map((text) => html`<li>${text}</li>`)
  expect(String(html`<ul>${items}${undefined}${null}${false}${0}</ul>`)).toBe(
    '<ul><li>&lt;a&gt;</li><li>b</li>0</ul>',
  )
})

test('drops characters that turn a text around', () => {
  expect(String(html`${'a\u202Eb\u2066c'}`)).toBe('abc')
})

test('prints a mask for a secret that went astray', () => {
  expect(String(html`${String(new Secret('hunter2'))}`)).toBe('[secret]')
})

test('carries what its parts need, once, however deep and often they stand in it', () => {
  const [asset, other] = [{ script: 'a' }, { styles: 'b' }]
  const part = withAssets(html`<i></i>`, asset)
  const page = html`<p>${[part, html`<b>${part}</b>`]}${withAssets(html`c`, other)}${false}</p>`
  expect([...page.assets]).toEqual([asset, other])
  expect(String(page)).toBe('<p><i></i><b><i></i></b>c</p>')
  expect([...html`<p>${'text'}</p>`.assets]).toEqual([])
})
