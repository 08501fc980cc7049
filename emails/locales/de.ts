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
    'reveal-link': {
      subject:
        '{isReset, select, true {Ihr neues Passwort für {brandName} ansehen} other {Ihr neues Konto bei {brandName}: Passwort ansehen}}',
      preheader: 'Der Link in dieser E-Mail zeigt Ihr Passwort ein einziges Mal.',
      heading: '{isReset, select, true {Ihr neues Passwort} other {Ihr Konto ist eingerichtet}}',
      intro:
        '{isReset, select, true {Die Administration hat für Ihr Konto bei {brandName} ein neues Passwort gesetzt; das bisherige gilt nicht mehr.} other {Für Sie wurde ein Konto bei {brandName} angelegt.}}',
      accountLabel: 'Konto',
      once: 'Der Link zeigt Ihr Passwort ein einziges Mal. Öffnen Sie ihn erst, wenn Sie sich anmelden möchten.',
      button: 'Passwort anzeigen',
      expiry: 'Der Link gilt noch {expiresIn}, bis {expiresAt}.',
      mustChange: 'Bei der Anmeldung werden Sie aufgefordert, ein eigenes Passwort zu wählen.',
      care: 'Behalten Sie diesen Link für sich: Wer ihn öffnet, sieht Ihr Passwort.',
      loginLabel: 'Hier melden Sie sich bei {brandName} an:',
      reason:
        '{isReset, select, true {Sie erhalten diese E-Mail, weil die Administration für {account} bei {brandName} ein neues Passwort gesetzt hat.} other {Sie erhalten diese E-Mail, weil für {account} ein Konto bei {brandName} angelegt wurde.}}',
    },
    'setup-link': {
      subject:
        '{isRenewed, select, true {Neuer Link, um Ihr Passwort für {brandName} zu wählen} other {Wählen Sie ein Passwort für Ihr Konto bei {brandName}}}',
      preheader:
        '{isRenewed, select, true {Ein früherer Link gilt nicht mehr. An Ihrem Konto hat sich nichts geändert.} other {Der letzte Schritt vor Ihrer ersten Anmeldung.}}',
      heading: '{isRenewed, select, true {Ihr neuer Link} other {Wählen Sie Ihr Passwort}}',
      intro:
        '{isRenewed, select, true {Ein früherer Link gilt nicht mehr. Mit diesem wählen Sie das Passwort für Ihr Konto bei {brandName}.} other {Für Sie wurde ein Konto bei {brandName} angelegt. Wählen Sie das Passwort, mit dem Sie sich künftig anmelden.}}',
      accountLabel: 'Konto',
      button: 'Passwort wählen',
      expiry: 'Der Link gilt noch {expiresIn}, bis {expiresAt}.',
      singleUse: 'Er lässt sich nur einmal verwenden.',
      care: 'Behalten Sie diesen Link für sich: Wer ihn hat, kann Ihr Passwort festlegen.',
      notYou:
        'Sie haben das nicht angefordert? Dann können Sie diese E-Mail ignorieren: An Ihrem Konto hat sich nichts geändert.',
      reason:
        '{isRenewed, select, true {Sie erhalten diese E-Mail, weil ein früherer Link für {account} bei {brandName} nicht mehr gilt.} other {Sie erhalten diese E-Mail, weil für {account} ein Konto bei {brandName} angelegt wurde.}}',
    },
    'password-reset-password': {
      subject: 'Ein neues Passwort für Ihr Konto bei {brandName}',
      preheader: 'So melden Sie sich ab jetzt an.',
      heading: 'Ihr neues Passwort',
      intro:
        'Die Administration hat für Ihr Konto bei {brandName} ein neues Passwort gesetzt; das bisherige gilt nicht mehr. Melden Sie sich mit diesen Daten an; das Passwort lässt sich als Ganzes kopieren.',
      accountLabel: 'Konto',
      passwordLabel: '{isTemporary, select, true {Vorläufiges Passwort} other {Neues Passwort}}',
      expiry: 'Verwenden Sie es innerhalb von {expiresIn}: Es gilt nur bis {expiresAt}.',
      mustChange: 'Bei der Anmeldung werden Sie aufgefordert, ein eigenes Passwort zu wählen.',
      button: 'Bei {brandName} anmelden',
      care: 'Behalten Sie dieses Passwort für sich. Niemand bei {brandName} wird Sie je danach fragen.',
      reason:
        'Sie erhalten diese E-Mail, weil die Administration für {account} bei {brandName} ein neues Passwort gesetzt hat.',
    },
    'password-reset': {
      subject: 'Neues Passwort für {brandName} festlegen',
      preheader: 'So legen Sie ein neues Passwort fest.',
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
