import { simpleParser } from 'mailparser'
import { expect, it } from 'vitest'
import { readMime } from '../../src/testing/read-mime.ts'

const lines = (...all: readonly string[]) => Buffer.from(all.join('\r\n'), 'latin1')

const MAILS = {
  'plain, folded and encoded': lines(
    'Subject: =?UTF-8?Q?Gr=C3=BC=C3=9Fe_an?=',
    ' =?UTF-8?B?IMOEZGE=?=',
    '',
    'one',
    'two',
    '',
  ),
  'alternatives in quoted-printable and base64': lines(
    'content-type: multipart/alternative; charset=utf-8;',
    ' boundary="a.b+c"',
    '',
    'not a part',
    '--a.b+c',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: quoted-printable',
    '',
    'long =',
    'line =3D =E2=82=AC',
    '--a.b+c',
    'Content-Type: text/html; charset="utf-8"',
    'Content-Transfer-Encoding: base64',
    '',
    Buffer.from('<p>€').toString('base64'),
    '--a.b+c--',
    'after',
  ),
  'nested, in another charset': lines(
    'Content-Type: multipart/mixed; boundary=out',
    '',
    '--out',
    'Content-Type: multipart/related; boundary=in',
    '',
    '--in',
    'Content-Type: text/html; charset=iso-8859-1',
    '',
    '<p>\u00e4</p>',
    '--in--',
    '',
    '--out--',
    '',
  ),
}

it.each(Object.entries(MAILS))('reads a mail that is %s as mailparser does', async (_, raw) => {
  const { subject = '', text = '', html } = await simpleParser(raw)
  const read = readMime(raw)
  expect(read.subject).toBe(subject)
  expect(read.html.trim()).toBe((html || '').trim())
  // Out of HTML alone mailparser makes a text, too.
  expect(read.text.trim()).toBe(raw.includes('text/html; charset=iso') ? '' : text.trim())
  expect(read.text + read.html).not.toBe('')
})

it('reads bytes that are no mail as one without anything', () => {
  expect(readMime(Buffer.alloc(0))).toEqual({ subject: '', text: '', html: '' })
})
