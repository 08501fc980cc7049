import type { Locale } from './en.ts'

/** Danish. */
export const da: Locale = {
  tag: 'da',
  direction: 'ltr',
  messages: {
    shared: {
      greeting: 'Hej {name}',
      orCopyLink: 'Eller kopiér denne adresse til din browser:',
      support: 'Spørgsmål? Skriv til {supportEmail}.',
      automatic: 'Denne e-mail er sendt automatisk.',
      minutes: '{count, plural, one {# minut} other {# minutter}}',
      hours: '{count, plural, one {# time} other {# timer}}',
    },
    'password-issued': {
      subject: 'Din konto hos {brandName} er klar',
      preheader: 'Sådan logger du ind første gang.',
      heading: 'Din konto er klar',
      intro:
        'Der er oprettet en konto til dig hos {brandName}. Log ind med disse oplysninger; du kan kopiere hele adgangskoden.',
      accountLabel: 'Konto',
      passwordLabel: '{isTemporary, select, true {Midlertidig adgangskode} other {Adgangskode}}',
      expiry: 'Brug den inden for {expiresIn}: Den holder op med at virke {expiresAt}.',
      mustChange: 'Når du logger ind, bliver du bedt om at vælge din egen adgangskode.',
      button: 'Log ind hos {brandName}',
      care: 'Hold adgangskoden for dig selv. Ingen hos {brandName} vil nogensinde bede dig om den.',
      reason:
        'Du har fået denne e-mail, fordi der er oprettet en konto til {account} hos {brandName}.',
    },
    'reveal-link': {
      subject:
        '{isReset, select, true {Se din nye adgangskode til {brandName}} other {Din nye konto hos {brandName}: Se din adgangskode}}',
      preheader: 'Linket i denne e-mail viser din adgangskode én gang.',
      heading: '{isReset, select, true {Din nye adgangskode} other {Din konto er klar}}',
      intro:
        '{isReset, select, true {En administrator har angivet en ny adgangskode til din konto hos {brandName}; den gamle virker ikke længere.} other {Der er oprettet en konto til dig hos {brandName}.}}',
      accountLabel: 'Konto',
      once: 'Linket viser din adgangskode én gang. Åbn det, når du er klar til at logge ind.',
      button: 'Vis adgangskode',
      expiry: 'Linket virker i {expiresIn}, indtil {expiresAt}.',
      mustChange: 'Når du logger ind, bliver du bedt om at vælge din egen adgangskode.',
      care: 'Hold linket for dig selv: Den, der åbner det, ser din adgangskode.',
      loginLabel: 'Her logger du ind hos {brandName}:',
      reason:
        '{isReset, select, true {Du har fået denne e-mail, fordi en administrator har angivet en ny adgangskode til {account} hos {brandName}.} other {Du har fået denne e-mail, fordi der er oprettet en konto til {account} hos {brandName}.}}',
    },
    'setup-link': {
      subject:
        '{isRenewed, select, true {Et nyt link til at vælge din adgangskode til {brandName}} other {Vælg en adgangskode til din konto hos {brandName}}}',
      preheader:
        '{isRenewed, select, true {Et tidligere link virker ikke længere. Intet er ændret på din konto.} other {Det sidste trin, før du logger ind første gang.}}',
      heading: '{isRenewed, select, true {Her er et nyt link} other {Vælg din adgangskode}}',
      intro:
        '{isRenewed, select, true {Et tidligere link virker ikke længere. Med dette vælger du adgangskoden til din konto hos {brandName}.} other {Der er oprettet en konto til dig hos {brandName}. Vælg den adgangskode, du vil logge ind med.}}',
      accountLabel: 'Konto',
      button: 'Vælg en adgangskode',
      expiry: 'Linket virker i {expiresIn}, indtil {expiresAt}.',
      singleUse: 'Det kan bruges én gang.',
      care: 'Hold linket for dig selv: Den, der har det, kan vælge din adgangskode.',
      notYou:
        'Har du ikke bedt om dette? Så kan du se bort fra denne e-mail: Intet er ændret på din konto.',
      reason:
        '{isRenewed, select, true {Du har fået denne e-mail, fordi et tidligere link til {account} hos {brandName} ikke længere virker.} other {Du har fået denne e-mail, fordi der er oprettet en konto til {account} hos {brandName}.}}',
    },
    'password-reset-password': {
      subject: 'En ny adgangskode til din konto hos {brandName}',
      preheader: 'Sådan logger du ind fremover.',
      heading: 'Din nye adgangskode',
      intro:
        'En administrator har angivet en ny adgangskode til din konto hos {brandName}; den gamle virker ikke længere. Log ind med disse oplysninger; du kan kopiere hele adgangskoden.',
      accountLabel: 'Konto',
      passwordLabel: '{isTemporary, select, true {Midlertidig adgangskode} other {Ny adgangskode}}',
      expiry: 'Brug den inden for {expiresIn}: Den holder op med at virke {expiresAt}.',
      mustChange: 'Når du logger ind, bliver du bedt om at vælge din egen adgangskode.',
      button: 'Log ind hos {brandName}',
      care: 'Hold adgangskoden for dig selv. Ingen hos {brandName} vil nogensinde bede dig om den.',
      reason:
        'Du har fået denne e-mail, fordi en administrator har angivet en ny adgangskode til {account} hos {brandName}.',
    },
    'password-reset': {
      subject: 'Angiv en ny adgangskode til {brandName}',
      preheader: 'Sådan angiver du en ny adgangskode.',
      heading: 'Angiv en ny adgangskode',
      intro: 'Der er bedt om en ny adgangskode til din konto hos {brandName}:',
      button: 'Angiv en ny adgangskode',
      expiry: 'Linket virker i {expiresIn}, indtil {expiresAt}.',
      singleUse: 'Det kan bruges én gang.',
      notYou:
        'Har du ikke bedt om dette? Så behøver du ikke gøre noget: Din adgangskode forbliver, som den er.',
      reason:
        'Du har fået denne e-mail, fordi der er bedt om en ny adgangskode til {account} hos {brandName}.',
    },
    'password-reset-code': {
      subject: 'Din kode fra {brandName} til at angive en ny adgangskode',
      preheader: 'Indtast koden fra denne e-mail der, hvor du bad om den.',
      heading: 'Din kode til at angive en ny adgangskode',
      intro:
        'Der er bedt om en ny adgangskode til din konto hos {brandName}. Indtast denne kode på siden, hvor du bad om den:',
      codeLabel: 'Kode',
      expiry: 'Koden virker i {expiresIn}, indtil {expiresAt}.',
      care: 'Hold koden for dig selv. Ingen hos {brandName} vil nogensinde bede dig om den.',
      notYou:
        'Har du ikke bedt om dette? Så behøver du ikke gøre noget: Din adgangskode forbliver, som den er.',
      reason:
        'Du har fået denne e-mail, fordi der er bedt om en ny adgangskode til {account} hos {brandName}.',
    },
    'password-changed': {
      subject: 'Din adgangskode til {brandName} er ændret',
      preheader: 'Hvis det var dig, behøver du ikke gøre noget.',
      heading: 'Din adgangskode er ændret',
      intro: 'Adgangskoden til din konto hos {brandName} er ændret:',
      itWasYou: 'Hvis det var dig, behøver du ikke gøre noget.',
      notYou:
        'Hvis det ikke var dig, skal du angive en ny adgangskode nu og give besked til dem, der tager sig af din konto hos {brandName}.',
      notYouSupport:
        'Hvis det ikke var dig, skal du angive en ny adgangskode nu og skrive til {supportEmail}.',
      reason:
        'Du har fået denne e-mail, fordi adgangskoden til {account} hos {brandName} er ændret.',
    },
  },
}
