import type { Locale } from './en.ts'

/** Swedish. */
export const sv: Locale = {
  tag: 'sv',
  direction: 'ltr',
  messages: {
    shared: {
      greeting: 'Hej {name},',
      orCopyLink: 'Eller kopiera den här adressen till din webbläsare:',
      support: 'Frågor? Skriv till {supportEmail}.',
      automatic: 'Det här mejlet skickades automatiskt.',
      minutes: '{count, plural, one {# minut} other {# minuter}}',
      hours: '{count, plural, one {# timme} other {# timmar}}',
    },
    'password-issued': {
      subject: 'Ditt konto hos {brandName} är klart',
      preheader: 'Så loggar du in för första gången.',
      heading: 'Ditt konto är klart',
      intro:
        'Ett konto hos {brandName} har skapats åt dig. Logga in med de här uppgifterna; du kan kopiera hela lösenordet.',
      accountLabel: 'Konto',
      passwordLabel: '{isTemporary, select, true {Tillfälligt lösenord} other {Lösenord}}',
      expiry: 'Använd det inom {expiresIn}: det slutar fungera {expiresAt}.',
      mustChange: 'När du loggar in blir du ombedd att välja ett eget lösenord.',
      button: 'Logga in hos {brandName}',
      care: 'Behåll lösenordet för dig själv. Ingen hos {brandName} kommer någonsin att be dig om det.',
      reason: 'Du får det här mejlet eftersom ett konto hos {brandName} har skapats för {account}.',
    },
    'reveal-link': {
      subject:
        '{isReset, select, true {Visa ditt nya lösenord till {brandName}} other {Ditt nya konto hos {brandName}: visa ditt lösenord}}',
      preheader: 'Länken i det här mejlet visar ditt lösenord en gång.',
      heading: '{isReset, select, true {Ditt nya lösenord} other {Ditt konto är klart}}',
      intro:
        '{isReset, select, true {En administratör har angett ett nytt lösenord för ditt konto hos {brandName}; det gamla fungerar inte längre.} other {Ett konto hos {brandName} har skapats åt dig.}}',
      accountLabel: 'Konto',
      once: 'Länken visar ditt lösenord en gång. Öppna den när du är redo att logga in.',
      button: 'Visa lösenordet',
      expiry: 'Länken fungerar i {expiresIn}, till {expiresAt}.',
      mustChange: 'När du loggar in blir du ombedd att välja ett eget lösenord.',
      care: 'Behåll länken för dig själv: den som öppnar den ser ditt lösenord.',
      loginLabel: 'Här loggar du in hos {brandName}:',
      reason:
        '{isReset, select, true {Du får det här mejlet eftersom en administratör har angett ett nytt lösenord för {account} hos {brandName}.} other {Du får det här mejlet eftersom ett konto hos {brandName} har skapats för {account}.}}',
    },
    'setup-link': {
      subject:
        '{isRenewed, select, true {En ny länk för att välja ditt lösenord till {brandName}} other {Välj ett lösenord för ditt konto hos {brandName}}}',
      preheader:
        '{isRenewed, select, true {En tidigare länk fungerar inte längre. Inget har ändrats på ditt konto.} other {Det sista steget innan du loggar in för första gången.}}',
      heading: '{isRenewed, select, true {Här är en ny länk} other {Välj ditt lösenord}}',
      intro:
        '{isRenewed, select, true {En tidigare länk fungerar inte längre. Med den här väljer du lösenordet för ditt konto hos {brandName}.} other {Ett konto hos {brandName} har skapats åt dig. Välj det lösenord som du ska logga in med.}}',
      accountLabel: 'Konto',
      button: 'Välj ett lösenord',
      expiry: 'Länken fungerar i {expiresIn}, till {expiresAt}.',
      singleUse: 'Den kan användas en gång.',
      care: 'Behåll länken för dig själv: den som har den kan välja ditt lösenord.',
      notYou:
        'Har du inte bett om det här? Då kan du bortse från mejlet: inget har ändrats på ditt konto.',
      reason:
        '{isRenewed, select, true {Du får det här mejlet eftersom en tidigare länk för {account} hos {brandName} inte längre fungerar.} other {Du får det här mejlet eftersom ett konto hos {brandName} har skapats för {account}.}}',
    },
    'password-reset-password': {
      subject: 'Ett nytt lösenord för ditt konto hos {brandName}',
      preheader: 'Så loggar du in från och med nu.',
      heading: 'Ditt nya lösenord',
      intro:
        'En administratör har angett ett nytt lösenord för ditt konto hos {brandName}; det gamla fungerar inte längre. Logga in med de här uppgifterna; du kan kopiera hela lösenordet.',
      accountLabel: 'Konto',
      passwordLabel: '{isTemporary, select, true {Tillfälligt lösenord} other {Nytt lösenord}}',
      expiry: 'Använd det inom {expiresIn}: det slutar fungera {expiresAt}.',
      mustChange: 'När du loggar in blir du ombedd att välja ett eget lösenord.',
      button: 'Logga in hos {brandName}',
      care: 'Behåll lösenordet för dig själv. Ingen hos {brandName} kommer någonsin att be dig om det.',
      reason:
        'Du får det här mejlet eftersom en administratör har angett ett nytt lösenord för {account} hos {brandName}.',
    },
    'password-reset': {
      subject: 'Ange ett nytt lösenord för {brandName}',
      preheader: 'Så här anger du ett nytt lösenord.',
      heading: 'Ange ett nytt lösenord',
      intro: 'Ett nytt lösenord har begärts för ditt konto hos {brandName}:',
      button: 'Ange ett nytt lösenord',
      expiry: 'Länken fungerar i {expiresIn}, till {expiresAt}.',
      singleUse: 'Den kan användas en gång.',
      notYou:
        'Har du inte bett om det här? Då behöver du inte göra något: ditt lösenord förblir som det är.',
      reason:
        'Du får det här mejlet eftersom ett nytt lösenord har begärts för {account} hos {brandName}.',
    },
    'password-reset-code': {
      subject: 'Din kod från {brandName} för att ange ett nytt lösenord',
      preheader: 'Ange koden i det här mejlet där du bad om den.',
      heading: 'Din kod för att ange ett nytt lösenord',
      intro:
        'Ett nytt lösenord har begärts för ditt konto hos {brandName}. Ange den här koden på sidan där du bad om den:',
      codeLabel: 'Kod',
      expiry: 'Koden fungerar i {expiresIn}, till {expiresAt}.',
      care: 'Behåll koden för dig själv. Ingen hos {brandName} kommer någonsin att be dig om den.',
      notYou:
        'Har du inte bett om det här? Då behöver du inte göra något: ditt lösenord förblir som det är.',
      reason:
        'Du får det här mejlet eftersom ett nytt lösenord har begärts för {account} hos {brandName}.',
    },
    'password-changed': {
      subject: 'Ditt lösenord till {brandName} har ändrats',
      preheader: 'Om det var du behöver du inte göra något.',
      heading: 'Ditt lösenord har ändrats',
      intro: 'Lösenordet för ditt konto hos {brandName} har ändrats:',
      itWasYou: 'Om det var du behöver du inte göra något.',
      notYou:
        'Om det inte var du, ange ett nytt lösenord nu och kontakta dem som sköter ditt konto hos {brandName}.',
      notYouSupport: 'Om det inte var du, ange ett nytt lösenord nu och skriv till {supportEmail}.',
      reason:
        'Du får det här mejlet eftersom lösenordet för {account} hos {brandName} har ändrats.',
    },
  },
}
