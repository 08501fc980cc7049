import type { Locale } from './en.ts'

/** Romanian, formal address. */
export const ro: Locale = {
  tag: 'ro',
  direction: 'ltr',
  messages: {
    shared: {
      greeting: 'Bună ziua, {name},',
      orCopyLink: 'Sau copiați această adresă în browser:',
      support: 'Aveți întrebări? Scrieți la {supportEmail}.',
      automatic: 'Acest e-mail a fost trimis automat.',
      minutes: '{count, plural, one {# minut} few {# minute} other {# de minute}}',
      hours: '{count, plural, one {# oră} few {# ore} other {# de ore}}',
    },
    'password-issued': {
      subject: 'Contul dvs. {brandName} este gata',
      preheader: 'Cum vă conectați prima dată.',
      heading: 'Contul dvs. este gata',
      intro:
        'A fost creat pentru dvs. un cont {brandName}. Conectați-vă cu aceste date; parola poate fi copiată în întregime.',
      accountLabel: 'Cont',
      passwordLabel: '{isTemporary, select, true {Parolă temporară} other {Parolă}}',
      expiry: 'Folosiți-o în {expiresIn}: nu mai funcționează din {expiresAt}.',
      mustChange: 'La conectare vi se va cere să alegeți o parolă proprie.',
      button: 'Conectați-vă la {brandName}',
      care: 'Păstrați această parolă doar pentru dvs. Nimeni de la {brandName} nu v-o va cere vreodată.',
      reason: 'Ați primit acest e-mail deoarece a fost creat un cont {brandName} pentru {account}.',
    },
    'reveal-link': {
      subject:
        '{isReset, select, true {Vedeți noua parolă pentru {brandName}} other {Noul dvs. cont {brandName}: vedeți parola}}',
      preheader: 'Linkul din acest e-mail arată parola o singură dată.',
      heading: '{isReset, select, true {Noua dvs. parolă} other {Contul dvs. este gata}}',
      intro:
        '{isReset, select, true {Un administrator a setat o parolă nouă pentru contul dvs. {brandName}; cea veche nu mai este valabilă.} other {A fost creat pentru dvs. un cont {brandName}.}}',
      accountLabel: 'Cont',
      once: 'Linkul arată parola o singură dată. Deschideți-l când sunteți gata să vă conectați.',
      button: 'Afișați parola',
      expiry: 'Linkul este valabil {expiresIn}, până la {expiresAt}.',
      mustChange: 'La conectare vi se va cere să alegeți o parolă proprie.',
      care: 'Păstrați acest link doar pentru dvs.: oricine îl deschide vă vede parola.',
      loginLabel: 'Aici vă conectați la {brandName}:',
      reason:
        '{isReset, select, true {Ați primit acest e-mail deoarece un administrator a setat o parolă nouă pentru {account} la {brandName}.} other {Ați primit acest e-mail deoarece a fost creat un cont {brandName} pentru {account}.}}',
    },
    'setup-link': {
      subject:
        '{isRenewed, select, true {Un link nou pentru a alege parola {brandName}} other {Alegeți o parolă pentru contul dvs. {brandName}}}',
      preheader:
        '{isRenewed, select, true {Un link anterior nu mai este valabil. În contul dvs. nu s-a schimbat nimic.} other {Ultimul pas înainte de prima conectare.}}',
      heading: '{isRenewed, select, true {Iată un link nou} other {Alegeți parola}}',
      intro:
        '{isRenewed, select, true {Un link anterior nu mai este valabil. Cu acesta alegeți parola contului dvs. {brandName}.} other {A fost creat pentru dvs. un cont {brandName}. Alegeți parola cu care vă veți conecta.}}',
      accountLabel: 'Cont',
      button: 'Alegeți o parolă',
      expiry: 'Linkul este valabil {expiresIn}, până la {expiresAt}.',
      singleUse: 'Poate fi folosit o singură dată.',
      care: 'Păstrați acest link doar pentru dvs.: oricine îl are vă poate alege parola.',
      notYou:
        'Nu dvs. ați cerut asta? Atunci puteți ignora acest e-mail: în contul dvs. nu s-a schimbat nimic.',
      reason:
        '{isRenewed, select, true {Ați primit acest e-mail deoarece un link anterior pentru {account} la {brandName} nu mai este valabil.} other {Ați primit acest e-mail deoarece a fost creat un cont {brandName} pentru {account}.}}',
    },
    'password-reset-password': {
      subject: 'O parolă nouă pentru contul dvs. {brandName}',
      preheader: 'Cum vă conectați de acum înainte.',
      heading: 'Noua dvs. parolă',
      intro:
        'Un administrator a setat o parolă nouă pentru contul dvs. {brandName}; cea veche nu mai este valabilă. Conectați-vă cu aceste date; parola poate fi copiată în întregime.',
      accountLabel: 'Cont',
      passwordLabel: '{isTemporary, select, true {Parolă temporară} other {Parolă nouă}}',
      expiry: 'Folosiți-o în {expiresIn}: nu mai funcționează din {expiresAt}.',
      mustChange: 'La conectare vi se va cere să alegeți o parolă proprie.',
      button: 'Conectați-vă la {brandName}',
      care: 'Păstrați această parolă doar pentru dvs. Nimeni de la {brandName} nu v-o va cere vreodată.',
      reason:
        'Ați primit acest e-mail deoarece un administrator a setat o parolă nouă pentru {account} la {brandName}.',
    },
    'password-reset': {
      subject: 'Setați o parolă nouă pentru {brandName}',
      preheader: 'Iată cum setați o parolă nouă.',
      heading: 'Setați o parolă nouă',
      intro: 'A fost cerută o parolă nouă pentru contul dvs. {brandName}:',
      button: 'Setați o parolă nouă',
      expiry: 'Linkul este valabil {expiresIn}, până la {expiresAt}.',
      singleUse: 'Poate fi folosit o singură dată.',
      notYou: 'Nu dvs. ați cerut asta? Atunci nu trebuie să faceți nimic: parola rămâne aceeași.',
      reason:
        'Ați primit acest e-mail deoarece a fost cerută o parolă nouă pentru {account} la {brandName}.',
    },
    'password-reset-code': {
      subject: 'Codul dvs. {brandName} pentru setarea unei parole noi',
      preheader: 'Introduceți codul din acest e-mail acolo unde l-ați cerut.',
      heading: 'Codul dvs. pentru setarea unei parole noi',
      intro:
        'A fost cerută o parolă nouă pentru contul dvs. {brandName}. Introduceți acest cod în pagina în care l-ați cerut:',
      codeLabel: 'Cod',
      expiry: 'Codul este valabil {expiresIn}, până la {expiresAt}.',
      care: 'Păstrați acest cod doar pentru dvs. Nimeni de la {brandName} nu vi-l va cere vreodată.',
      notYou: 'Nu dvs. ați cerut asta? Atunci nu trebuie să faceți nimic: parola rămâne aceeași.',
      reason:
        'Ați primit acest e-mail deoarece a fost cerută o parolă nouă pentru {account} la {brandName}.',
    },
    'password-changed': {
      subject: 'Parola dvs. {brandName} a fost schimbată',
      preheader: 'Dacă ați fost dvs., nu aveți nimic de făcut.',
      heading: 'Parola dvs. a fost schimbată',
      intro: 'Parola contului dvs. {brandName} a fost schimbată:',
      itWasYou: 'Dacă ați făcut dvs. asta, nu aveți nimic de făcut.',
      notYou:
        'Dacă nu ați fost dvs., setați acum o parolă nouă și anunțați persoanele care se ocupă de contul dvs. {brandName}.',
      notYouSupport:
        'Dacă nu ați fost dvs., setați acum o parolă nouă și scrieți la {supportEmail}.',
      reason:
        'Ați primit acest e-mail deoarece parola pentru {account} la {brandName} a fost schimbată.',
    },
  },
}
