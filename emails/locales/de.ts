import type { Locale } from './en.ts'

/** German, formal address. */
export const de: Locale = {
  tag: 'de',
  direction: 'ltr',
  messages: {
    shared: {
      greeting: 'Guten Tag {name},',
      orCopyLink: 'Oder kopieren Sie diese Adresse in Ihren Browser:',
      support: 'Fragen? Schreiben Sie an {supportEmail}.',
      automatic: 'Diese E-Mail wurde automatisch versendet.',
      minutes: '{count, plural, one {# Minute} other {# Minuten}}',
      hours: '{count, plural, one {# Stunde} other {# Stunden}}',
    },
    'password-issued': {
      subject: 'Ihr Konto bei {brandName} ist eingerichtet',
      preheader: 'So melden Sie sich zum ersten Mal an.',
      heading: 'Ihr Konto ist eingerichtet',
      intro:
        'Für Sie wurde ein Konto bei {brandName} angelegt. Melden Sie sich mit diesen Daten an; das Passwort lässt sich als Ganzes kopieren.',
      accountLabel: 'Konto',
      passwordLabel: '{isTemporary, select, true {Vorläufiges Passwort} other {Passwort}}',
      expiry: 'Verwenden Sie es innerhalb von {expiresIn}: Es gilt nur bis {expiresAt}.',
      mustChange: 'Bei der Anmeldung werden Sie aufgefordert, ein eigenes Passwort zu wählen.',
      button: 'Bei {brandName} anmelden',
      care: 'Behalten Sie dieses Passwort für sich. Niemand bei {brandName} wird Sie je danach fragen.',
      reason:
        'Sie erhalten diese E-Mail, weil für {account} ein Konto bei {brandName} angelegt wurde.',
    },
    'password-reset': {
      subject: 'Neues Passwort für {brandName} festlegen',
      preheader: 'Sie haben ein neues Passwort angefordert. So legen Sie es fest.',
      heading: 'Neues Passwort festlegen',
      intro: 'Für Ihr Konto bei {brandName} wurde ein neues Passwort angefordert:',
      button: 'Neues Passwort festlegen',
      expiry: 'Der Link gilt noch {expiresIn}, bis {expiresAt}.',
      singleUse: 'Er lässt sich nur einmal verwenden.',
      notYou:
        'Das waren nicht Sie? Dann brauchen Sie nichts zu tun: Ihr Passwort bleibt, wie es ist.',
      reason:
        'Sie erhalten diese E-Mail, weil für {account} bei {brandName} ein neues Passwort angefordert wurde.',
    },
    'password-reset-code': {
      subject: 'Ihr Code für ein neues Passwort bei {brandName}',
      preheader: 'Geben Sie den Code aus dieser E-Mail dort ein, wo Sie ihn angefordert haben.',
      heading: 'Ihr Code für ein neues Passwort',
      intro:
        'Für Ihr Konto bei {brandName} wurde ein neues Passwort angefordert. Geben Sie diesen Code auf der Seite ein, auf der Sie ihn angefordert haben:',
      codeLabel: 'Code',
      expiry: 'Der Code gilt noch {expiresIn}, bis {expiresAt}.',
      care: 'Behalten Sie diesen Code für sich. Niemand bei {brandName} wird Sie je danach fragen.',
      notYou:
        'Das waren nicht Sie? Dann brauchen Sie nichts zu tun: Ihr Passwort bleibt, wie es ist.',
      reason:
        'Sie erhalten diese E-Mail, weil für {account} bei {brandName} ein neues Passwort angefordert wurde.',
    },
    'password-changed': {
      subject: 'Ihr Passwort bei {brandName} wurde geändert',
      preheader: 'Wenn Sie das waren, ist nichts weiter zu tun.',
      heading: 'Ihr Passwort wurde geändert',
      intro: 'Das Passwort Ihres Kontos bei {brandName} wurde geändert:',
      itWasYou: 'Wenn Sie das selbst waren, ist nichts weiter zu tun.',
      notYou:
        'Wenn nicht, legen Sie jetzt ein neues Passwort fest und verständigen Sie die Stelle, die Ihr Konto bei {brandName} betreut.',
      notYouSupport:
        'Wenn nicht, legen Sie jetzt ein neues Passwort fest und schreiben Sie an {supportEmail}.',
      reason:
        'Sie erhalten diese E-Mail, weil das Passwort von {account} bei {brandName} geändert wurde.',
    },
  },
}
