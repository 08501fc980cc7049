import type { Locale } from './en.ts'

/** Slovak. */
export const sk: Locale = {
  tag: 'sk',
  direction: 'ltr',
  messages: {
    shared: {
      greeting: 'Dobrý deň, {name},',
      orCopyLink: 'Alebo skopírujte túto adresu do prehliadača:',
      support: 'Máte otázky? Napíšte na {supportEmail}.',
      automatic: 'Tento e-mail bol odoslaný automaticky.',
      minutes: '{count, plural, one {# minútu} few {# minúty} many {# minúty} other {# minút}}',
      hours: '{count, plural, one {# hodinu} few {# hodiny} many {# hodiny} other {# hodín}}',
    },
    'password-issued': {
      subject: 'Váš účet {brandName} je pripravený',
      preheader: 'V e-maile nájdete, ako sa prvýkrát prihlásiť.',
      heading: 'Váš účet je pripravený',
      intro:
        'V službe {brandName} vám bol vytvorený účet. Prihláste sa týmito údajmi; heslo môžete skopírovať celé naraz.',
      accountLabel: 'Účet',
      passwordLabel: '{isTemporary, select, true {Dočasné heslo} other {Heslo}}',
      expiry: 'Heslo prestane fungovať o {expiresIn}: {expiresAt}.',
      mustChange: 'Pri prihlásení budete vyzvaní, aby ste si zvolili vlastné heslo.',
      button: 'Prihlásiť sa do {brandName}',
      care: 'Toto heslo nikomu neprezrádzajte. Nikto z {brandName} ho od vás nikdy nebude žiadať.',
      reason:
        'Tento e-mail ste dostali, pretože v službe {brandName} bol vytvorený účet {account}.',
    },
    'reveal-link': {
      subject:
        '{isReset, select, true {Zobrazenie nového hesla pre {brandName}} other {Váš nový účet {brandName}: zobrazenie hesla}}',
      preheader: 'Odkaz v tomto e-maile zobrazí vaše heslo jedenkrát.',
      heading: '{isReset, select, true {Vaše nové heslo} other {Váš účet je pripravený}}',
      intro:
        '{isReset, select, true {Správca nastavil nové heslo k vášmu účtu v službe {brandName}; staré už nefunguje.} other {V službe {brandName} vám bol vytvorený účet.}}',
      accountLabel: 'Účet',
      once: 'Odkaz zobrazí vaše heslo jedenkrát. Otvorte ho, až keď sa budete chcieť prihlásiť.',
      button: 'Zobraziť heslo',
      expiry: 'Odkaz platí {expiresIn}, do {expiresAt}.',
      mustChange: 'Pri prihlásení budete vyzvaní, aby ste si zvolili vlastné heslo.',
      care: 'Tento odkaz nikomu neposielajte: kto ho otvorí, uvidí vaše heslo.',
      loginLabel: 'Do {brandName} sa prihlásite tu:',
      reason:
        '{isReset, select, true {Tento e-mail ste dostali, pretože správca nastavil nové heslo k účtu {account} v službe {brandName}.} other {Tento e-mail ste dostali, pretože v službe {brandName} bol vytvorený účet {account}.}}',
    },
    'setup-link': {
      subject:
        '{isRenewed, select, true {Nový odkaz na voľbu hesla pre {brandName}} other {Zvoľte si heslo k účtu {brandName}}}',
      preheader:
        '{isRenewed, select, true {Skorší odkaz už nefunguje. Vo vašom účte sa nič nezmenilo.} other {Posledný krok pred prvým prihlásením.}}',
      heading: '{isRenewed, select, true {Tu je nový odkaz} other {Zvoľte si heslo}}',
      intro:
        '{isRenewed, select, true {Skorší odkaz už nefunguje. Týmto si zvolíte heslo k svojmu účtu v službe {brandName}.} other {V službe {brandName} vám bol vytvorený účet. Zvoľte si heslo, ktorým sa budete prihlasovať.}}',
      accountLabel: 'Účet',
      button: 'Zvoliť heslo',
      expiry: 'Odkaz platí {expiresIn}, do {expiresAt}.',
      singleUse: 'Dá sa použiť jedenkrát.',
      care: 'Tento odkaz nikomu neposielajte: kto ho má, môže zvoliť vaše heslo.',
      notYou:
        'Nežiadali ste o to? Potom tento e-mail pokojne ignorujte: vo vašom účte sa nič nezmenilo.',
      reason:
        '{isRenewed, select, true {Tento e-mail ste dostali, pretože skorší odkaz k účtu {account} v službe {brandName} už nefunguje.} other {Tento e-mail ste dostali, pretože v službe {brandName} bol vytvorený účet {account}.}}',
    },
    'password-reset-password': {
      subject: 'Nové heslo k vášmu účtu {brandName}',
      preheader: 'V e-maile nájdete, ako sa odteraz prihlasovať.',
      heading: 'Vaše nové heslo',
      intro:
        'Správca nastavil nové heslo k vášmu účtu v službe {brandName}; staré už nefunguje. Prihláste sa týmito údajmi; heslo môžete skopírovať celé naraz.',
      accountLabel: 'Účet',
      passwordLabel: '{isTemporary, select, true {Dočasné heslo} other {Nové heslo}}',
      expiry: 'Heslo prestane fungovať o {expiresIn}: {expiresAt}.',
      mustChange: 'Pri prihlásení budete vyzvaní, aby ste si zvolili vlastné heslo.',
      button: 'Prihlásiť sa do {brandName}',
      care: 'Toto heslo nikomu neprezrádzajte. Nikto z {brandName} ho od vás nikdy nebude žiadať.',
      reason:
        'Tento e-mail ste dostali, pretože správca nastavil nové heslo k účtu {account} v službe {brandName}.',
    },
    'password-reset': {
      subject: 'Nastavte si nové heslo pre {brandName}',
      preheader: 'Požiadali ste o nové heslo. Takto si ho nastavíte.',
      heading: 'Nastavte si nové heslo',
      intro: 'K vášmu účtu v službe {brandName} bolo vyžiadané nové heslo:',
      button: 'Nastaviť nové heslo',
      expiry: 'Odkaz platí {expiresIn}, do {expiresAt}.',
      singleUse: 'Dá sa použiť jedenkrát.',
      notYou: 'Nežiadali ste o to? Potom nemusíte nič robiť: vaše heslo zostáva, ako je.',
      reason:
        'Tento e-mail ste dostali, pretože k účtu {account} v službe {brandName} bolo vyžiadané nové heslo.',
    },
    'password-reset-code': {
      subject: 'Váš kód na nastavenie nového hesla pre {brandName}',
      preheader: 'Kód z tohto e-mailu zadajte tam, kde ste oň požiadali.',
      heading: 'Váš kód na nastavenie nového hesla',
      intro:
        'K vášmu účtu v službe {brandName} bolo vyžiadané nové heslo. Zadajte tento kód na stránke, kde ste oň požiadali:',
      codeLabel: 'Kód',
      expiry: 'Kód platí {expiresIn}, do {expiresAt}.',
      care: 'Tento kód nikomu neprezrádzajte. Nikto z {brandName} ho od vás nikdy nebude žiadať.',
      notYou: 'Nežiadali ste o to? Potom nemusíte nič robiť: vaše heslo zostáva, ako je.',
      reason:
        'Tento e-mail ste dostali, pretože k účtu {account} v službe {brandName} bolo vyžiadané nové heslo.',
    },
    'password-changed': {
      subject: 'Vaše heslo pre {brandName} bolo zmenené',
      preheader: 'Ak ste to boli vy, nemusíte nič robiť.',
      heading: 'Vaše heslo bolo zmenené',
      intro: 'Heslo k vášmu účtu v službe {brandName} bolo zmenené:',
      itWasYou: 'Ak ste to boli vy, nemusíte nič robiť.',
      notYou:
        'Ak ste to neboli vy, hneď si nastavte nové heslo a dajte vedieť tým, ktorí sa o váš účet {brandName} starajú.',
      notYouSupport:
        'Ak ste to neboli vy, hneď si nastavte nové heslo a napíšte na {supportEmail}.',
      reason:
        'Tento e-mail ste dostali, pretože heslo k účtu {account} v službe {brandName} bolo zmenené.',
    },
  },
}
