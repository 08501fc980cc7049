import type { Locale } from './en.ts'

/** Hungarian, formal address. No article stands before a name, since its form follows the name. */
export const hu: Locale = {
  tag: 'hu',
  direction: 'ltr',
  messages: {
    shared: {
      greeting: 'Üdvözöljük, {name}!',
      orCopyLink: 'Vagy másolja ezt a címet a böngészőjébe:',
      support: 'Kérdése van? Írjon ide: {supportEmail}.',
      automatic: 'Ezt a levelet automatikusan küldtük.',
      minutes: '{count, plural, one {# perc} other {# perc}}',
      hours: '{count, plural, one {# óra} other {# óra}}',
    },
    'password-issued': {
      subject: 'Elkészült {brandName}-fiókja',
      preheader: 'A levélben: hogyan jelentkezhet be először.',
      heading: 'Elkészült a fiókja',
      intro:
        'Létrejött az Ön {brandName}-fiókja. Ezekkel az adatokkal jelentkezhet be; a jelszót egyben is kimásolhatja.',
      accountLabel: 'Fiók',
      passwordLabel: '{isTemporary, select, true {Ideiglenes jelszó} other {Jelszó}}',
      expiry: 'A jelszó {expiresIn} múlva érvényét veszti: {expiresAt}.',
      mustChange: 'Bejelentkezéskor saját jelszót kell majd választania.',
      button: 'Bejelentkezés: {brandName}',
      care: 'Ezt a jelszót ne adja meg senkinek. Tőlünk ({brandName}) soha senki nem fogja elkérni.',
      reason: 'Azért kapta ezt a levelet, mert létrejött egy {brandName}-fiók ehhez: {account}.',
    },
    'reveal-link': {
      subject:
        '{isReset, select, true {Tekintse meg új {brandName}-jelszavát} other {Új {brandName}-fiókja: tekintse meg jelszavát}}',
      preheader: 'A levélben lévő hivatkozás egyszer mutatja meg a jelszavát.',
      heading: '{isReset, select, true {Az új jelszava} other {Elkészült a fiókja}}',
      intro:
        '{isReset, select, true {Egy rendszergazda új jelszót állított be az Ön {brandName}-fiókjához; a régi már nem működik.} other {Létrejött az Ön {brandName}-fiókja.}}',
      accountLabel: 'Fiók',
      once: 'A hivatkozás egyszer mutatja meg a jelszavát. Akkor nyissa meg, amikor be szeretne jelentkezni.',
      button: 'Jelszó megjelenítése',
      expiry: 'A hivatkozás {expiresIn} múlva lejár: {expiresAt}.',
      mustChange: 'Bejelentkezéskor saját jelszót kell majd választania.',
      care: 'Ezt a hivatkozást ne adja tovább: aki megnyitja, látja a jelszavát.',
      loginLabel: 'Itt jelentkezhet be ({brandName}):',
      reason:
        '{isReset, select, true {Azért kapta ezt a levelet, mert egy rendszergazda új {brandName}-jelszót állított be ehhez: {account}.} other {Azért kapta ezt a levelet, mert létrejött egy {brandName}-fiók ehhez: {account}.}}',
    },
    'setup-link': {
      subject:
        '{isRenewed, select, true {Új hivatkozás {brandName}-jelszava kiválasztásához} other {Válasszon jelszót {brandName}-fiókjához}}',
      preheader:
        '{isRenewed, select, true {Egy korábbi hivatkozás már nem működik. A fiókjában semmi sem változott.} other {Az utolsó lépés az első bejelentkezés előtt.}}',
      heading: '{isRenewed, select, true {Itt az új hivatkozás} other {Válasszon jelszót}}',
      intro:
        '{isRenewed, select, true {Egy korábbi hivatkozás már nem működik. Ezzel választhat jelszót {brandName}-fiókjához.} other {Létrejött az Ön {brandName}-fiókja. Válassza ki a jelszót, amellyel majd bejelentkezik.}}',
      accountLabel: 'Fiók',
      button: 'Jelszó kiválasztása',
      expiry: 'A hivatkozás {expiresIn} múlva lejár: {expiresAt}.',
      singleUse: 'Egyszer használható.',
      care: 'Ezt a hivatkozást ne adja tovább: akinél van, megválaszthatja a jelszavát.',
      notYou:
        'Nem Ön kérte? Akkor hagyja figyelmen kívül ezt a levelet: a fiókjában semmi sem változott.',
      reason:
        '{isRenewed, select, true {Azért kapta ezt a levelet, mert egy korábbi {brandName}-hivatkozás már nem működik ehhez: {account}.} other {Azért kapta ezt a levelet, mert létrejött egy {brandName}-fiók ehhez: {account}.}}',
    },
    'password-reset-password': {
      subject: 'Új jelszó {brandName}-fiókjához',
      preheader: 'A levélben: hogyan jelentkezhet be mostantól.',
      heading: 'Az új jelszava',
      intro:
        'Egy rendszergazda új jelszót állított be az Ön {brandName}-fiókjához; a régi már nem működik. Ezekkel az adatokkal jelentkezhet be; a jelszót egyben is kimásolhatja.',
      accountLabel: 'Fiók',
      passwordLabel: '{isTemporary, select, true {Ideiglenes jelszó} other {Új jelszó}}',
      expiry: 'A jelszó {expiresIn} múlva érvényét veszti: {expiresAt}.',
      mustChange: 'Bejelentkezéskor saját jelszót kell majd választania.',
      button: 'Bejelentkezés: {brandName}',
      care: 'Ezt a jelszót ne adja meg senkinek. Tőlünk ({brandName}) soha senki nem fogja elkérni.',
      reason:
        'Azért kapta ezt a levelet, mert egy rendszergazda új {brandName}-jelszót állított be ehhez: {account}.',
    },
    'password-reset': {
      subject: 'Állítson be új {brandName}-jelszót',
      preheader: 'Új jelszót kért. Így állíthatja be.',
      heading: 'Állítson be új jelszót',
      intro: 'Új jelszót kértek az Ön {brandName}-fiókjához:',
      button: 'Új jelszó beállítása',
      expiry: 'A hivatkozás {expiresIn} múlva lejár: {expiresAt}.',
      singleUse: 'Egyszer használható.',
      notYou: 'Nem Ön kérte? Akkor nincs teendője: a jelszava nem változik.',
      reason: 'Azért kapta ezt a levelet, mert új {brandName}-jelszót kértek ehhez: {account}.',
    },
    'password-reset-code': {
      subject: '{brandName}-kódja új jelszó beállításához',
      preheader: 'A levélben lévő kódot ott adja meg, ahol kérte.',
      heading: 'Kód új jelszó beállításához',
      intro:
        'Új jelszót kértek az Ön {brandName}-fiókjához. Adja meg ezt a kódot azon az oldalon, ahol kérte:',
      codeLabel: 'Kód',
      expiry: 'A kód {expiresIn} múlva lejár: {expiresAt}.',
      care: 'Ezt a kódot ne adja meg senkinek. Tőlünk ({brandName}) soha senki nem fogja elkérni.',
      notYou: 'Nem Ön kérte? Akkor nincs teendője: a jelszava nem változik.',
      reason: 'Azért kapta ezt a levelet, mert új {brandName}-jelszót kértek ehhez: {account}.',
    },
    'password-changed': {
      subject: 'Megváltozott {brandName}-jelszava',
      preheader: 'Ha Ön volt, nincs teendője.',
      heading: 'Megváltozott a jelszava',
      intro: 'Megváltozott az Ön {brandName}-fiókjának jelszava:',
      itWasYou: 'Ha Ön volt, nincs teendője.',
      notYou:
        'Ha nem Ön volt, állítson be most új jelszót, és szóljon azoknak, akik {brandName}-fiókját kezelik.',
      notYouSupport: 'Ha nem Ön volt, állítson be most új jelszót, és írjon ide: {supportEmail}.',
      reason:
        'Azért kapta ezt a levelet, mert megváltozott ennek a fióknak a jelszava ({brandName}): {account}.',
    },
  },
}
