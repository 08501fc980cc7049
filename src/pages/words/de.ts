import type { PageWords } from '../page-words.ts'

/** German. */
export const words: PageWords = {
  direction: 'ltr',
  title: 'Neues Passwort wählen',
  intro: 'Ihr Link funktioniert einmal. Nichts ändert sich, bis Sie das neue Passwort festlegen.',
  token: 'Link aus der E-Mail',
  tokenHint: 'Fügen Sie hier den ganzen Link ein.',
  password: 'Neues Passwort',
  passwordHint: 'Einige Wörter hintereinander sind leicht zu merken und schwer zu erraten.',
  lengthHint: 'Mindestens {min} Zeichen. Einige Wörter hintereinander sind leicht zu merken.',
  show: 'Passwort anzeigen',
  hide: 'Passwort verbergen',
  submit: 'Passwort festlegen',
  refused: 'Dieses Passwort ist nicht möglich:',
  tooShort: 'Es braucht mindestens {min} Zeichen.',
  tooLong: 'Es darf höchstens {max} Zeichen haben.',
  lowerMissing: 'Es braucht einen Kleinbuchstaben.',
  upperMissing: 'Es braucht einen Großbuchstaben.',
  digitMissing: 'Es braucht eine Ziffer.',
  symbolMissing: 'Es braucht ein Sonderzeichen.',
  oneOfMissing: 'Es braucht eines dieser Zeichen: {of}',
  notAllowed: 'Es darf nur diese Zeichen enthalten: {of}',
  tooManyAlike: 'Es hat ein Zeichen mehr als {max}-mal hintereinander.',
  tooWeak:
    'Es ist zu leicht zu erraten. Fügen Sie ein oder zwei Wörter hinzu, die niemand erwartet.',
  reused: 'Sie haben es schon einmal benutzt.',
  breached: 'Es steht auf einer Liste gestohlener Passwörter.',
  wordExcluded: 'Es darf „{word}“ nicht enthalten.',
  ownName: 'Es darf weder Ihren Namen noch Ihre E-Mail-Adresse enthalten.',
  directoryRefused:
    'Die Regeln des Kontos lassen es nicht zu. Versuchen Sie ein längeres, weniger übliches.',
  busy: 'Dieses Konto wird gerade geändert. Bitte versuchen Sie es in einigen Sekunden noch einmal.',
  failed:
    'Wir konnten die Änderung nicht bestätigen. Ihr Link funktioniert weiter: Bitte versuchen Sie es in einer Minute noch einmal.',
  doneTitle: 'Ihr Passwort ist geändert',
  done: 'Sie können sich jetzt bei {brand} mit dem neuen Passwort anmelden.',
  doneMail: 'Eine E-Mail, die das bestätigt, ist unterwegs.',
  login: 'Zur Anmeldung',
  invalidTitle: 'Dieser Link funktioniert nicht mehr',
  invalid:
    'Er wurde schon benutzt, durch einen neueren ersetzt oder ist abgelaufen. Fordern Sie dort, wo Sie sich anmelden, einen neuen an.',
}
