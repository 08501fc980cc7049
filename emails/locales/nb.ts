import type { Locale } from './en.ts'

/** Norwegian Bokmål. */
export const nb: Locale = {
  tag: 'nb',
  direction: 'ltr',
  messages: {
    shared: {
      greeting: 'Hei, {name}',
      orCopyLink: 'Eller kopier denne adressen til nettleseren din:',
      support: 'Spørsmål? Skriv til {supportEmail}.',
      automatic: 'Denne e-posten er sendt automatisk.',
      minutes: '{count, plural, one {# minutt} other {# minutter}}',
      hours: '{count, plural, one {# time} other {# timer}}',
    },
    'password-issued': {
      subject: 'Kontoen din hos {brandName} er klar',
      preheader: 'Slik logger du inn for første gang.',
      heading: 'Kontoen din er klar',
      intro:
        'Det er opprettet en konto til deg hos {brandName}. Logg inn med disse opplysningene; du kan kopiere hele passordet.',
      accountLabel: 'Konto',
      passwordLabel: '{isTemporary, select, true {Midlertidig passord} other {Passord}}',
      expiry: 'Bruk det innen {expiresIn}: Det slutter å virke {expiresAt}.',
      mustChange: 'Når du logger inn, blir du bedt om å velge ditt eget passord.',
      button: 'Logg inn hos {brandName}',
      care: 'Hold passordet for deg selv. Ingen hos {brandName} vil noen gang be deg om det.',
      reason:
        'Du får denne e-posten fordi det er opprettet en konto til {account} hos {brandName}.',
    },
    'reveal-link': {
      subject:
        '{isReset, select, true {Se det nye passordet ditt til {brandName}} other {Den nye kontoen din hos {brandName}: Se passordet ditt}}',
      preheader: 'Lenken i denne e-posten viser passordet ditt én gang.',
      heading: '{isReset, select, true {Det nye passordet ditt} other {Kontoen din er klar}}',
      intro:
        '{isReset, select, true {En administrator har angitt et nytt passord for kontoen din hos {brandName}; det gamle virker ikke lenger.} other {Det er opprettet en konto til deg hos {brandName}.}}',
      accountLabel: 'Konto',
      once: 'Lenken viser passordet ditt én gang. Åpne den når du er klar til å logge inn.',
      button: 'Vis passordet',
      expiry: 'Lenken virker i {expiresIn}, til {expiresAt}.',
      mustChange: 'Når du logger inn, blir du bedt om å velge ditt eget passord.',
      care: 'Hold lenken for deg selv: Den som åpner den, ser passordet ditt.',
      loginLabel: 'Her logger du inn hos {brandName}:',
      reason:
        '{isReset, select, true {Du får denne e-posten fordi en administrator har angitt et nytt passord for {account} hos {brandName}.} other {Du får denne e-posten fordi det er opprettet en konto til {account} hos {brandName}.}}',
    },
    'setup-link': {
      subject:
        '{isRenewed, select, true {En ny lenke for å velge passordet ditt til {brandName}} other {Velg et passord for kontoen din hos {brandName}}}',
      preheader:
        '{isRenewed, select, true {En tidligere lenke virker ikke lenger. Ingenting er endret på kontoen din.} other {Det siste trinnet før du logger inn for første gang.}}',
      heading: '{isRenewed, select, true {Her er en ny lenke} other {Velg passordet ditt}}',
      intro:
        '{isRenewed, select, true {En tidligere lenke virker ikke lenger. Med denne velger du passordet for kontoen din hos {brandName}.} other {Det er opprettet en konto til deg hos {brandName}. Velg passordet du skal logge inn med.}}',
      accountLabel: 'Konto',
      button: 'Velg et passord',
      expiry: 'Lenken virker i {expiresIn}, til {expiresAt}.',
      singleUse: 'Den kan brukes én gang.',
      care: 'Hold lenken for deg selv: Den som har den, kan velge passordet ditt.',
      notYou:
        'Har du ikke bedt om dette? Da kan du se bort fra denne e-posten: Ingenting er endret på kontoen din.',
      reason:
        '{isRenewed, select, true {Du får denne e-posten fordi en tidligere lenke for {account} hos {brandName} ikke lenger virker.} other {Du får denne e-posten fordi det er opprettet en konto til {account} hos {brandName}.}}',
    },
    'password-reset-password': {
      subject: 'Et nytt passord for kontoen din hos {brandName}',
      preheader: 'Slik logger du inn fra nå av.',
      heading: 'Det nye passordet ditt',
      intro:
        'En administrator har angitt et nytt passord for kontoen din hos {brandName}; det gamle virker ikke lenger. Logg inn med disse opplysningene; du kan kopiere hele passordet.',
      accountLabel: 'Konto',
      passwordLabel: '{isTemporary, select, true {Midlertidig passord} other {Nytt passord}}',
      expiry: 'Bruk det innen {expiresIn}: Det slutter å virke {expiresAt}.',
      mustChange: 'Når du logger inn, blir du bedt om å velge ditt eget passord.',
      button: 'Logg inn hos {brandName}',
      care: 'Hold passordet for deg selv. Ingen hos {brandName} vil noen gang be deg om det.',
      reason:
        'Du får denne e-posten fordi en administrator har angitt et nytt passord for {account} hos {brandName}.',
    },
    'password-reset': {
      subject: 'Angi et nytt passord for {brandName}',
      preheader: 'Slik angir du et nytt passord.',
      heading: 'Angi et nytt passord',
      intro: 'Det er bedt om et nytt passord for kontoen din hos {brandName}:',
      button: 'Angi et nytt passord',
      expiry: 'Lenken virker i {expiresIn}, til {expiresAt}.',
      singleUse: 'Den kan brukes én gang.',
      notYou:
        'Har du ikke bedt om dette? Da trenger du ikke å gjøre noe: Passordet ditt forblir som det er.',
      reason:
        'Du får denne e-posten fordi det er bedt om et nytt passord for {account} hos {brandName}.',
    },
    'password-reset-code': {
      subject: 'Koden din fra {brandName} for å angi et nytt passord',
      preheader: 'Skriv inn koden fra denne e-posten der du ba om den.',
      heading: 'Koden din for å angi et nytt passord',
      intro:
        'Det er bedt om et nytt passord for kontoen din hos {brandName}. Skriv inn denne koden på siden der du ba om den:',
      codeLabel: 'Kode',
      expiry: 'Koden virker i {expiresIn}, til {expiresAt}.',
      care: 'Hold koden for deg selv. Ingen hos {brandName} vil noen gang be deg om den.',
      notYou:
        'Har du ikke bedt om dette? Da trenger du ikke å gjøre noe: Passordet ditt forblir som det er.',
      reason:
        'Du får denne e-posten fordi det er bedt om et nytt passord for {account} hos {brandName}.',
    },
    'password-changed': {
      subject: 'Passordet ditt til {brandName} er endret',
      preheader: 'Hvis det var deg, trenger du ikke å gjøre noe.',
      heading: 'Passordet ditt er endret',
      intro: 'Passordet for kontoen din hos {brandName} er endret:',
      itWasYou: 'Hvis det var deg, trenger du ikke å gjøre noe.',
      notYou:
        'Hvis det ikke var deg, må du angi et nytt passord nå og si fra til dem som tar seg av kontoen din hos {brandName}.',
      notYouSupport:
        'Hvis det ikke var deg, må du angi et nytt passord nå og skrive til {supportEmail}.',
      reason: 'Du får denne e-posten fordi passordet for {account} hos {brandName} er endret.',
    },
  },
}
