import type { Locale } from './en.ts'

/** Czech, formal address. */
export const cs: Locale = {
  tag: 'cs',
  direction: 'ltr',
  messages: {
    shared: {
      greeting: 'Dobrý den, {name},',
      orCopyLink: 'Nebo si tuto adresu zkopírujte do prohlížeče:',
      support: 'Máte dotaz? Napište na {supportEmail}.',
      automatic: 'Tento e-mail byl odeslán automaticky.',
      minutes: '{count, plural, one {# minutu} few {# minuty} many {# minuty} other {# minut}}',
      hours: '{count, plural, one {# hodinu} few {# hodiny} many {# hodiny} other {# hodin}}',
    },
    'password-issued': {
      subject: 'Váš účet u {brandName} je připraven',
      preheader: 'Jak se poprvé přihlásit.',
      heading: 'Váš účet je připraven',
      intro:
        'Byl pro vás vytvořen účet u {brandName}. Přihlaste se těmito údaji; heslo lze zkopírovat celé.',
      accountLabel: 'Účet',
      passwordLabel: '{isTemporary, select, true {Dočasné heslo} other {Heslo}}',
      expiry: 'Heslo přestane platit za {expiresIn}: {expiresAt}.',
      mustChange: 'Při přihlášení budete vyzváni, abyste si zvolili vlastní heslo.',
      button: 'Přihlásit se k {brandName}',
      care: 'Heslo si nechte pro sebe. Nikdo z {brandName} ho po vás nikdy nebude chtít.',
      reason: 'Tento e-mail jste dostali, protože u {brandName} byl vytvořen účet pro {account}.',
    },
    'reveal-link': {
      subject:
        '{isReset, select, true {Zobrazte si nové heslo k {brandName}} other {Váš nový účet u {brandName}: zobrazte si heslo}}',
      preheader: 'Odkaz v tomto e-mailu zobrazí vaše heslo jen jednou.',
      heading: '{isReset, select, true {Vaše nové heslo} other {Váš účet je připraven}}',
      intro:
        '{isReset, select, true {Správce nastavil nové heslo k vašemu účtu u {brandName}; to staré už neplatí.} other {Byl pro vás vytvořen účet u {brandName}.}}',
      accountLabel: 'Účet',
      once: 'Odkaz zobrazí vaše heslo jen jednou. Otevřete ho, až se budete chtít přihlásit.',
      button: 'Zobrazit heslo',
      expiry: 'Odkaz přestane platit za {expiresIn}: {expiresAt}.',
      mustChange: 'Při přihlášení budete vyzváni, abyste si zvolili vlastní heslo.',
      care: 'Odkaz si nechte pro sebe: kdo ho otevře, uvidí vaše heslo.',
      loginLabel: 'Tady se přihlásíte k {brandName}:',
      reason:
        '{isReset, select, true {Tento e-mail jste dostali, protože správce nastavil nové heslo k účtu {account} u {brandName}.} other {Tento e-mail jste dostali, protože u {brandName} byl vytvořen účet pro {account}.}}',
    },
    'setup-link': {
      subject:
        '{isRenewed, select, true {Nový odkaz k volbě hesla pro {brandName}} other {Zvolte si heslo k účtu u {brandName}}}',
      preheader:
        '{isRenewed, select, true {Dřívější odkaz už neplatí. Na vašem účtu se nic nezměnilo.} other {Poslední krok před prvním přihlášením.}}',
      heading: '{isRenewed, select, true {Zde je nový odkaz} other {Zvolte si heslo}}',
      intro:
        '{isRenewed, select, true {Dřívější odkaz už neplatí. Pomocí tohoto si zvolíte heslo k účtu u {brandName}.} other {Byl pro vás vytvořen účet u {brandName}. Zvolte si heslo, kterým se budete přihlašovat.}}',
      accountLabel: 'Účet',
      button: 'Zvolit heslo',
      expiry: 'Odkaz přestane platit za {expiresIn}: {expiresAt}.',
      singleUse: 'Lze ho použít jen jednou.',
      care: 'Odkaz si nechte pro sebe: kdo ho má, může zvolit vaše heslo.',
      notYou:
        'Nežádali jste o to? Pak můžete tento e-mail ignorovat: na vašem účtu se nic nezměnilo.',
      reason:
        '{isRenewed, select, true {Tento e-mail jste dostali, protože dřívější odkaz pro {account} u {brandName} už neplatí.} other {Tento e-mail jste dostali, protože u {brandName} byl vytvořen účet pro {account}.}}',
    },
    'password-reset-password': {
      subject: 'Nové heslo k vašemu účtu u {brandName}',
      preheader: 'Jak se odteď přihlašovat.',
      heading: 'Vaše nové heslo',
      intro:
        'Správce nastavil nové heslo k vašemu účtu u {brandName}; to staré už neplatí. Přihlaste se těmito údaji; heslo lze zkopírovat celé.',
      accountLabel: 'Účet',
      passwordLabel: '{isTemporary, select, true {Dočasné heslo} other {Nové heslo}}',
      expiry: 'Heslo přestane platit za {expiresIn}: {expiresAt}.',
      mustChange: 'Při přihlášení budete vyzváni, abyste si zvolili vlastní heslo.',
      button: 'Přihlásit se k {brandName}',
      care: 'Heslo si nechte pro sebe. Nikdo z {brandName} ho po vás nikdy nebude chtít.',
      reason:
        'Tento e-mail jste dostali, protože správce nastavil nové heslo k účtu {account} u {brandName}.',
    },
    'password-reset': {
      subject: 'Nastavte si nové heslo pro {brandName}',
      preheader: 'Takto si nastavíte nové heslo.',
      heading: 'Nastavit nové heslo',
      intro: 'K vašemu účtu u {brandName} bylo vyžádáno nové heslo:',
      button: 'Nastavit nové heslo',
      expiry: 'Odkaz přestane platit za {expiresIn}: {expiresAt}.',
      singleUse: 'Lze ho použít jen jednou.',
      notYou: 'Nežádali jste o to? Pak nemusíte nic dělat: vaše heslo se nemění.',
      reason:
        'Tento e-mail jste dostali, protože k účtu {account} u {brandName} bylo vyžádáno nové heslo.',
    },
    'password-reset-code': {
      subject: 'Váš kód pro nastavení nového hesla k {brandName}',
      preheader: 'Zadejte kód z tohoto e-mailu tam, kde jste o něj požádali.',
      heading: 'Váš kód pro nastavení nového hesla',
      intro:
        'K vašemu účtu u {brandName} bylo vyžádáno nové heslo. Zadejte tento kód na stránce, kde jste o něj požádali:',
      codeLabel: 'Kód',
      expiry: 'Kód přestane platit za {expiresIn}: {expiresAt}.',
      care: 'Kód si nechte pro sebe. Nikdo z {brandName} ho po vás nikdy nebude chtít.',
      notYou: 'Nežádali jste o to? Pak nemusíte nic dělat: vaše heslo se nemění.',
      reason:
        'Tento e-mail jste dostali, protože k účtu {account} u {brandName} bylo vyžádáno nové heslo.',
    },
    'password-changed': {
      subject: 'Vaše heslo k {brandName} bylo změněno',
      preheader: 'Pokud jste to byli vy, není třeba nic dělat.',
      heading: 'Vaše heslo bylo změněno',
      intro: 'Heslo k vašemu účtu u {brandName} bylo změněno:',
      itWasYou: 'Pokud jste to byli vy, není třeba nic dělat.',
      notYou:
        'Pokud ne, nastavte si hned nové heslo a dejte vědět těm, kdo se o váš účet u {brandName} starají.',
      notYouSupport: 'Pokud ne, nastavte si hned nové heslo a napište na {supportEmail}.',
      reason:
        'Tento e-mail jste dostali, protože bylo změněno heslo k účtu {account} u {brandName}.',
    },
  },
}
