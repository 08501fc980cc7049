import type { Locale } from './en.ts'

/**
 * Hungarian, formal address. No article (a, az) stands before a variable and no suffix behind one:
 * both depend on how it sounds.
 */
export const hu: Locale = {
  tag: 'hu',
  direction: 'ltr',
  messages: {
    shared: {
      greeting: 'Kedves {name}!',
      orCopyLink: 'Vagy másolja ezt a címet a böngészőjébe:',
      support: 'Kérdése van? Írjon ide: {supportEmail}.',
      automatic: 'Ezt az e-mailt automatikusan küldtük.',
      minutes: '{count, plural, one {# perc} other {# perc}}',
      hours: '{count, plural, one {# óra} other {# óra}}',
    },
    'password-issued': {
      subject: 'Elkészült az Ön {brandName}-fiókja',
      preheader: 'Így jelentkezhet be először.',
      heading: 'Elkészült a fiókja',
      intro:
        'Új {brandName}-fiók jött létre az Ön számára. Jelentkezzen be ezekkel az adatokkal; a jelszó egészben kimásolható.',
      accountLabel: 'Fiók',
      passwordLabel: '{isTemporary, select, true {Ideiglenes jelszó} other {Jelszó}}',
      expiry: 'A jelszó {expiresIn} múlva lejár: {expiresAt}.',
      mustChange: 'Bejelentkezéskor saját jelszót kell majd választania.',
      button: 'Bejelentkezés: {brandName}',
      care: 'Ezt a jelszót ne adja meg senkinek. Egyetlen {brandName}-munkatárs sem fogja elkérni Öntől.',
      reason: 'Azért kapta ezt az e-mailt, mert {account} számára {brandName}-fiók jött létre.',
    },
    'reveal-link': {
      subject:
        '{isReset, select, true {Tekintse meg új {brandName}-jelszavát} other {Az Ön új {brandName}-fiókja: tekintse meg jelszavát}}',
      preheader: 'Az e-mailben lévő link egyszer mutatja meg a jelszavát.',
      heading: '{isReset, select, true {Az Ön új jelszava} other {Elkészült a fiókja}}',
      intro:
        '{isReset, select, true {Egy rendszergazda új jelszót állított be az Ön {brandName}-fiókjához; a régi már nem érvényes.} other {Új {brandName}-fiók jött létre az Ön számára.}}',
      accountLabel: 'Fiók',
      once: 'A link egyszer mutatja meg a jelszavát. Akkor nyissa meg, amikor be szeretne jelentkezni.',
      button: 'Jelszó megjelenítése',
      expiry: 'A link {expiresIn} múlva lejár: {expiresAt}.',
      mustChange: 'Bejelentkezéskor saját jelszót kell majd választania.',
      care: 'Ezt a linket ne adja tovább senkinek: aki megnyitja, látja az Ön jelszavát.',
      loginLabel: 'Itt jelentkezhet be {brandName}-fiókjába:',
      reason:
        '{isReset, select, true {Azért kapta ezt az e-mailt, mert egy rendszergazda új {brandName}-jelszót állított be {account} számára.} other {Azért kapta ezt az e-mailt, mert {account} számára {brandName}-fiók jött létre.}}',
    },
    'setup-link': {
      subject:
        '{isRenewed, select, true {Új link {brandName}-jelszavának megválasztásához} other {Válasszon jelszót {brandName}-fiókjához}}',
      preheader:
        '{isRenewed, select, true {Egy korábbi link már nem érvényes. A fiókjában semmi sem változott.} other {Az utolsó lépés az első bejelentkezés előtt.}}',
      heading: '{isRenewed, select, true {Itt az új link} other {Válasszon jelszót}}',
      intro:
        '{isRenewed, select, true {Egy korábbi link már nem érvényes. Ezzel választhat jelszót {brandName}-fiókjához.} other {Új {brandName}-fiók jött létre az Ön számára. Válassza meg a jelszót, amellyel be fog jelentkezni.}}',
      accountLabel: 'Fiók',
      button: 'Jelszó választása',
      expiry: 'A link {expiresIn} múlva lejár: {expiresAt}.',
      singleUse: 'Egyszer használható.',
      care: 'Ezt a linket ne adja tovább senkinek: akinek megvan, megválaszthatja az Ön jelszavát.',
      notYou:
        'Nem Ön kérte? Akkor figyelmen kívül hagyhatja ezt az e-mailt: a fiókjában semmi sem változott.',
      reason:
        '{isRenewed, select, true {Azért kapta ezt az e-mailt, mert {account} egyik korábbi linkje ({brandName}) már nem érvényes.} other {Azért kapta ezt az e-mailt, mert {account} számára {brandName}-fiók jött létre.}}',
    },
    'password-reset-password': {
      subject: 'Új jelszó az Ön {brandName}-fiókjához',
      preheader: 'Így jelentkezhet be mostantól.',
      heading: 'Az Ön új jelszava',
      intro:
        'Egy rendszergazda új jelszót állított be az Ön {brandName}-fiókjához; a régi már nem érvényes. Jelentkezzen be ezekkel az adatokkal; a jelszó egészben kimásolható.',
      accountLabel: 'Fiók',
      passwordLabel: '{isTemporary, select, true {Ideiglenes jelszó} other {Új jelszó}}',
      expiry: 'A jelszó {expiresIn} múlva lejár: {expiresAt}.',
      mustChange: 'Bejelentkezéskor saját jelszót kell majd választania.',
      button: 'Bejelentkezés: {brandName}',
      care: 'Ezt a jelszót ne adja meg senkinek. Egyetlen {brandName}-munkatárs sem fogja elkérni Öntől.',
      reason:
        'Azért kapta ezt az e-mailt, mert egy rendszergazda új {brandName}-jelszót állított be {account} számára.',
    },
    'password-reset': {
      subject: 'Állítson be új {brandName}-jelszót',
      preheader: 'Így állíthat be új jelszót.',
      heading: 'Állítson be új jelszót',
      intro: 'Új jelszót kértek az Ön {brandName}-fiókjához:',
      button: 'Új jelszó beállítása',
      expiry: 'A link {expiresIn} múlva lejár: {expiresAt}.',
      singleUse: 'Egyszer használható.',
      notYou: 'Nem Ön kérte? Akkor nincs teendője: a jelszava változatlan marad.',
      reason: 'Azért kapta ezt az e-mailt, mert új {brandName}-jelszót kértek {account} számára.',
    },
    'password-reset-code': {
      subject: 'Az Ön {brandName}-kódja új jelszó beállításához',
      preheader: 'Az e-mailben lévő kódot ott adja meg, ahol kérte.',
      heading: 'Az Ön kódja új jelszó beállításához',
      intro:
        'Új jelszót kértek az Ön {brandName}-fiókjához. Adja meg ezt a kódot azon az oldalon, ahol kérte:',
      codeLabel: 'Kód',
      expiry: 'A kód {expiresIn} múlva lejár: {expiresAt}.',
      care: 'Ezt a kódot ne adja meg senkinek. Egyetlen {brandName}-munkatárs sem fogja elkérni Öntől.',
      notYou: 'Nem Ön kérte? Akkor nincs teendője: a jelszava változatlan marad.',
      reason: 'Azért kapta ezt az e-mailt, mert új {brandName}-jelszót kértek {account} számára.',
    },
    'password-changed': {
      subject: 'Megváltozott az Ön {brandName}-jelszava',
      preheader: 'Ha Ön volt, nincs teendője.',
      heading: 'Megváltozott a jelszava',
      intro: 'Megváltozott az Ön {brandName}-fiókjának jelszava:',
      itWasYou: 'Ha Ön változtatta meg, nincs teendője.',
      notYou:
        'Ha nem Ön volt, állítson be most új jelszót, és szóljon azoknak, akik az Ön {brandName}-fiókját kezelik.',
      notYouSupport: 'Ha nem Ön volt, állítson be most új jelszót, és írjon ide: {supportEmail}.',
      reason: 'Azért kapta ezt az e-mailt, mert {account} {brandName}-jelszava megváltozott.',
    },
  },
}
