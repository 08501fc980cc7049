import type { Locale } from './en.ts'

/** Slovak, formal address. */
export const sk: Locale = {
  tag: 'sk',
  direction: 'ltr',
  messages: {
    shared: {
      greeting: 'Dobrý deň, {name},',
      orCopyLink: 'Alebo si túto adresu skopírujte do prehliadača:',
      support: 'Máte otázky? Napíšte na {supportEmail}.',
      automatic: 'Tento e-mail bol odoslaný automaticky.',
      minutes: '{count, plural, one {# minútu} few {# minúty} many {# minúty} other {# minút}}',
      hours: '{count, plural, one {# hodinu} few {# hodiny} many {# hodiny} other {# hodín}}',
    },
    'password-issued': {
      subject: 'Váš účet {brandName} je pripravený',
      preheader: 'Ako sa prvýkrát prihlásiť.',
      heading: 'Váš účet je pripravený',
      intro:
        'Bol pre vás vytvorený účet {brandName}. Prihláste sa týmito údajmi; heslo môžete skopírovať celé.',
      accountLabel: 'Účet',
      passwordLabel: '{isTemporary, select, true {Dočasné heslo} other {Heslo}}',
      expiry: 'Heslo prestane platiť o {expiresIn}: {expiresAt}.',
      mustChange: 'Pri prihlásení budete vyzvaní, aby ste si zvolili vlastné heslo.',
      button: 'Prihlásiť sa do účtu {brandName}',
      care: 'Heslo si nechajte pre seba. Nikto z {brandName} si ho od vás nikdy nebude pýtať.',
      reason: 'Tento e-mail ste dostali, pretože pre {account} bol vytvorený účet {brandName}.',
    },
    'reveal-link': {
      subject:
        '{isReset, select, true {Zobrazte si nové heslo k účtu {brandName}} other {Váš nový účet {brandName}: zobrazte si heslo}}',
      preheader: 'Odkaz v tomto e-maile zobrazí vaše heslo iba raz.',
      heading: '{isReset, select, true {Vaše nové heslo} other {Váš účet je pripravený}}',
      intro:
        '{isReset, select, true {Správca nastavil nové heslo k vášmu účtu {brandName}; staré už neplatí.} other {Bol pre vás vytvorený účet {brandName}.}}',
      accountLabel: 'Účet',
      once: 'Odkaz zobrazí vaše heslo iba raz. Otvorte ho, keď sa budete chcieť prihlásiť.',
      button: 'Zobraziť heslo',
      expiry: 'Odkaz prestane platiť o {expiresIn}: {expiresAt}.',
      mustChange: 'Pri prihlásení budete vyzvaní, aby ste si zvolili vlastné heslo.',
      care: 'Odkaz si nechajte pre seba: kto ho otvorí, uvidí vaše heslo.',
      loginLabel: 'Tu sa prihlásite do účtu {brandName}:',
      reason:
        '{isReset, select, true {Tento e-mail ste dostali, pretože správca nastavil pre {account} nové heslo k účtu {brandName}.} other {Tento e-mail ste dostali, pretože pre {account} bol vytvorený účet {brandName}.}}',
    },
    'setup-link': {
      subject:
        '{isRenewed, select, true {Nový odkaz na voľbu hesla k účtu {brandName}} other {Zvoľte si heslo k účtu {brandName}}}',
      preheader:
        '{isRenewed, select, true {Skorší odkaz už neplatí. Vo vašom účte sa nič nezmenilo.} other {Posledný krok pred prvým prihlásením.}}',
      heading: '{isRenewed, select, true {Tu je nový odkaz} other {Zvoľte si heslo}}',
      intro:
        '{isRenewed, select, true {Skorší odkaz už neplatí. Pomocou tohto si zvolíte heslo k účtu {brandName}.} other {Bol pre vás vytvorený účet {brandName}. Zvoľte si heslo, ktorým sa budete prihlasovať.}}',
      accountLabel: 'Účet',
      button: 'Zvoliť heslo',
      expiry: 'Odkaz prestane platiť o {expiresIn}: {expiresAt}.',
      singleUse: 'Dá sa použiť iba raz.',
      care: 'Odkaz si nechajte pre seba: kto ho má, môže zvoliť vaše heslo.',
      notYou:
        'Nežiadali ste o to? Potom môžete tento e-mail ignorovať: vo vašom účte sa nič nezmenilo.',
      reason:
        '{isRenewed, select, true {Tento e-mail ste dostali, pretože skorší odkaz pre {account} k účtu {brandName} už neplatí.} other {Tento e-mail ste dostali, pretože pre {account} bol vytvorený účet {brandName}.}}',
    },
    'password-reset-password': {
      subject: 'Nové heslo k vášmu účtu {brandName}',
      preheader: 'Ako sa odteraz prihlasovať.',
      heading: 'Vaše nové heslo',
      intro:
        'Správca nastavil nové heslo k vášmu účtu {brandName}; staré už neplatí. Prihláste sa týmito údajmi; heslo môžete skopírovať celé.',
      accountLabel: 'Účet',
      passwordLabel: '{isTemporary, select, true {Dočasné heslo} other {Nové heslo}}',
      expiry: 'Heslo prestane platiť o {expiresIn}: {expiresAt}.',
      mustChange: 'Pri prihlásení budete vyzvaní, aby ste si zvolili vlastné heslo.',
      button: 'Prihlásiť sa do účtu {brandName}',
      care: 'Heslo si nechajte pre seba. Nikto z {brandName} si ho od vás nikdy nebude pýtať.',
      reason:
        'Tento e-mail ste dostali, pretože správca nastavil pre {account} nové heslo k účtu {brandName}.',
    },
    'password-reset': {
      subject: 'Nastavte si nové heslo k účtu {brandName}',
      preheader: 'Takto si nastavíte nové heslo.',
      heading: 'Nastavte si nové heslo',
      intro: 'K vášmu účtu {brandName} bolo vyžiadané nové heslo:',
      button: 'Nastaviť nové heslo',
      expiry: 'Odkaz prestane platiť o {expiresIn}: {expiresAt}.',
      singleUse: 'Dá sa použiť iba raz.',
      notYou: 'Nežiadali ste o to? Potom nemusíte nič robiť: vaše heslo sa nemení.',
      reason:
        'Tento e-mail ste dostali, pretože pre {account} bolo vyžiadané nové heslo k účtu {brandName}.',
    },
    'password-reset-code': {
      subject: 'Váš kód na nastavenie nového hesla k účtu {brandName}',
      preheader: 'Zadajte kód z tohto e-mailu tam, kde ste oň požiadali.',
      heading: 'Váš kód na nastavenie nového hesla',
      intro:
        'K vášmu účtu {brandName} bolo vyžiadané nové heslo. Zadajte tento kód na stránke, na ktorej ste oň požiadali:',
      codeLabel: 'Kód',
      expiry: 'Kód prestane platiť o {expiresIn}: {expiresAt}.',
      care: 'Kód si nechajte pre seba. Nikto z {brandName} si ho od vás nikdy nebude pýtať.',
      notYou: 'Nežiadali ste o to? Potom nemusíte nič robiť: vaše heslo sa nemení.',
      reason:
        'Tento e-mail ste dostali, pretože pre {account} bolo vyžiadané nové heslo k účtu {brandName}.',
    },
    'password-changed': {
      subject: 'Vaše heslo k účtu {brandName} bolo zmenené',
      preheader: 'Ak ste to boli vy, netreba nič robiť.',
      heading: 'Vaše heslo bolo zmenené',
      intro: 'Heslo k vášmu účtu {brandName} bolo zmenené:',
      itWasYou: 'Ak ste to boli vy, netreba nič robiť.',
      notYou:
        'Ak nie, hneď si nastavte nové heslo a dajte vedieť ľuďom, ktorí sa o váš účet {brandName} starajú.',
      notYouSupport: 'Ak nie, hneď si nastavte nové heslo a napíšte na {supportEmail}.',
      reason:
        'Tento e-mail ste dostali, pretože pre {account} bolo zmenené heslo k účtu {brandName}.',
    },
  },
}
