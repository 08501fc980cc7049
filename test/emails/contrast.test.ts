import { expect, test } from 'vitest'
import { styledTexts } from '../../emails/styled-texts.ts'

const page = (styles: string, body: string) =>
  `<!doctype html><html><head><style>${styles}</style></head><body>${body}</body></html>`

const colorsOf = (html: string, scheme: 'light' | 'dark') =>
  styledTexts(html, scheme).map(({ text, color, background }) => [text, color, background])

test('a text has the nearest colours above it, and void tags end nothing', () => {
  const body = `<div style="background:#fff;background-color:#EEE"><p style="color:#123">a<br>b
    <span bgcolor="#abcdef">c</span></p>d</div>`
  expect(colorsOf(page('', body), 'light')).toEqual([
    ['a', '#112233', '#eeeeee'],
    ['b', '#112233', '#eeeeee'],
    ['c', '#112233', '#abcdef'],
    ['d', '#000000', '#eeeeee'],
  ])
})

test('a rule of the dark scheme wins only there, and only over a style if it is important', () => {
  const styles = `.ink div { color: #111 } /* { */
    @media (prefers-color-scheme: dark) {
      .card, .card > table { background: #222 !important; }
      .ink div { color: #eee !important; } .soft { color: #ddd }
    }
    @media only screen and (max-width: 479px) { .ink div { color: #f00 !important } }`
  const body = `<div class="card" style="background:#fff"><div class="ink"><div style="color:#333">a</div></div>
    <p class="soft" style="color:#444">b</p><table><td><table><td style="background:#fff">c</td></table></td></table></div>`
  expect(colorsOf(page(styles, body), 'light')).toEqual([
    ['a', '#333333', '#ffffff'],
    ['b', '#444444', '#ffffff'],
    ['c', '#000000', '#ffffff'],
  ])
  expect(colorsOf(page(styles, body), 'dark')).toEqual([
    ['a', '#eeeeee', '#222222'],
    ['b', '#444444', '#222222'],
    ['c', '#ffffff', '#ffffff'],
  ])
})

test('the more specific rule wins, then the later one; a child is no deeper descendant', () => {
  const styles = `.a .b { color: #010101 } .b { color: #020202 } p { color: #030303 }
    p { color: #040404 } .a > i { color: #050505 } [data-x] .b { color: #060606 }`
  const body = '<div class="a"><p class="b">1</p><p>2<i>3</i></p><i>4</i></div>'
  expect(colorsOf(page(styles, body), 'light').map(([, color]) => color)).toEqual([
    '#010101',
    '#040404',
    '#040404',
    '#050505',
  ])
})

test('what nobody sees is no text, and a colour that cannot be read is given as written', () => {
  const body = `<div style="display:none">a</div><!--[if mso]><p>b</p><![endif]-->&#8202;
    <p style="color:rebeccapurple">c</p>`
  expect(colorsOf(page('', body), 'light')).toEqual([['c', 'rebeccapurple', '#ffffff']])
})
