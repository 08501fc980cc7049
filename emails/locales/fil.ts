import type { Locale } from './en.ts'

/** Filipino, in the plain and friendly form of account mail; loanwords where people use them. */
export const fil: Locale = {
  tag: 'fil',
  direction: 'ltr',
  messages: {
    shared: {
      greeting: 'Kumusta {name},',
      orCopyLink: 'O kopyahin ang address na ito sa iyong browser:',
      support: 'May tanong? Sumulat sa {supportEmail}.',
      automatic: 'Awtomatikong ipinadala ang email na ito.',
      minutes: '{count, plural, one {# minuto} other {# minuto}}',
      hours: '{count, plural, one {# oras} other {# oras}}',
    },
    'password-issued': {
      subject: 'Handa na ang iyong {brandName} account',
      preheader: 'Nasa loob kung paano mag-log in sa unang pagkakataon.',
      heading: 'Handa na ang iyong account',
      intro:
        'Gumawa ng account sa {brandName} para sa iyo. Mag-log in gamit ang mga detalyeng ito; makokopya mo nang buo ang password.',
      accountLabel: 'Account',
      passwordLabel: '{isTemporary, select, true {Pansamantalang password} other {Password}}',
      expiry: 'Gamitin ito sa loob ng {expiresIn}: hindi na ito gagana simula {expiresAt}.',
      mustChange: 'Hihilingin sa iyong pumili ng sarili mong password kapag nag-log in ka.',
      button: 'Mag-log in sa {brandName}',
      care: 'Huwag ibahagi ang password na ito. Walang sinuman sa {brandName} ang hihingi nito sa iyo.',
      reason:
        'Natanggap mo ang email na ito dahil gumawa ng account sa {brandName} para sa {account}.',
    },
    'reveal-link': {
      subject:
        '{isReset, select, true {Tingnan ang bago mong password para sa {brandName}} other {Ang bago mong {brandName} account: tingnan ang password}}',
      preheader: 'Isang beses ipapakita ng link sa email na ito ang iyong password.',
      heading:
        '{isReset, select, true {Ang bago mong password} other {Handa na ang iyong account}}',
      intro:
        '{isReset, select, true {Nagtakda ang isang administrator ng bagong password para sa iyong account sa {brandName}; hindi na gumagana ang dati.} other {Gumawa ng account sa {brandName} para sa iyo.}}',
      accountLabel: 'Account',
      once: 'Isang beses ipapakita ng link ang iyong password. Buksan ito kapag handa ka nang mag-log in.',
      button: 'Ipakita ang password',
      expiry: 'Gumagana ang link nang {expiresIn}, hanggang {expiresAt}.',
      mustChange: 'Hihilingin sa iyong pumili ng sarili mong password kapag nag-log in ka.',
      care: 'Huwag ibahagi ang link na ito: makikita ng sinumang magbubukas nito ang iyong password.',
      loginLabel: 'Dito ka magla-log in sa {brandName}:',
      reason:
        '{isReset, select, true {Natanggap mo ang email na ito dahil nagtakda ang isang administrator ng bagong password para sa {account} sa {brandName}.} other {Natanggap mo ang email na ito dahil gumawa ng account sa {brandName} para sa {account}.}}',
    },
    'setup-link': {
      subject:
        '{isRenewed, select, true {Bagong link para pumili ng password sa {brandName}} other {Pumili ng password para sa iyong {brandName} account}}',
      preheader:
        '{isRenewed, select, true {Hindi na gumagana ang naunang link. Walang nagbago sa iyong account.} other {Ang huling hakbang bago ang una mong pag-log in.}}',
      heading:
        '{isRenewed, select, true {Narito ang bagong link} other {Piliin ang iyong password}}',
      intro:
        '{isRenewed, select, true {Hindi na gumagana ang naunang link. Gamit ang link na ito, pipiliin mo ang password ng iyong account sa {brandName}.} other {Gumawa ng account sa {brandName} para sa iyo. Piliin ang password na gagamitin mo sa pag-log in.}}',
      accountLabel: 'Account',
      button: 'Pumili ng password',
      expiry: 'Gumagana ang link nang {expiresIn}, hanggang {expiresAt}.',
      singleUse: 'Isang beses lang ito magagamit.',
      care: 'Huwag ibahagi ang link na ito: makakapili ng iyong password ang sinumang may hawak nito.',
      notYou:
        'Hindi mo ito hiniling? Maaari mong balewalain ang email na ito: walang nagbago sa iyong account.',
      reason:
        '{isRenewed, select, true {Natanggap mo ang email na ito dahil hindi na gumagana ang naunang link para sa {account} sa {brandName}.} other {Natanggap mo ang email na ito dahil gumawa ng account sa {brandName} para sa {account}.}}',
    },
    'password-reset-password': {
      subject: 'Bagong password para sa iyong {brandName} account',
      preheader: 'Nasa loob kung paano mag-log in mula ngayon.',
      heading: 'Ang bago mong password',
      intro:
        'Nagtakda ang isang administrator ng bagong password para sa iyong account sa {brandName}; hindi na gumagana ang dati. Mag-log in gamit ang mga detalyeng ito; makokopya mo nang buo ang password.',
      accountLabel: 'Account',
      passwordLabel:
        '{isTemporary, select, true {Pansamantalang password} other {Bagong password}}',
      expiry: 'Gamitin ito sa loob ng {expiresIn}: hindi na ito gagana simula {expiresAt}.',
      mustChange: 'Hihilingin sa iyong pumili ng sarili mong password kapag nag-log in ka.',
      button: 'Mag-log in sa {brandName}',
      care: 'Huwag ibahagi ang password na ito. Walang sinuman sa {brandName} ang hihingi nito sa iyo.',
      reason:
        'Natanggap mo ang email na ito dahil nagtakda ang isang administrator ng bagong password para sa {account} sa {brandName}.',
    },
    'password-reset': {
      subject: 'Magtakda ng bagong password para sa {brandName}',
      preheader: 'Narito kung paano magtakda ng bagong password.',
      heading: 'Magtakda ng bagong password',
      intro: 'May humiling ng bagong password para sa iyong account sa {brandName}:',
      button: 'Magtakda ng bagong password',
      expiry: 'Gumagana ang link nang {expiresIn}, hanggang {expiresAt}.',
      singleUse: 'Isang beses lang ito magagamit.',
      notYou: 'Hindi mo ito hiniling? Wala kang kailangang gawin: mananatili ang password mo.',
      reason:
        'Natanggap mo ang email na ito dahil may humiling ng bagong password para sa {account} sa {brandName}.',
    },
    'password-reset-code': {
      subject: 'Ang iyong {brandName} code para magtakda ng bagong password',
      preheader: 'Ilagay ang code sa email na ito kung saan mo ito hiniling.',
      heading: 'Ang code para magtakda ng bagong password',
      intro:
        'May humiling ng bagong password para sa iyong account sa {brandName}. Ilagay ang code na ito sa page kung saan mo ito hiniling:',
      codeLabel: 'Code',
      expiry: 'Gumagana ang code nang {expiresIn}, hanggang {expiresAt}.',
      care: 'Huwag ibahagi ang code na ito. Walang sinuman sa {brandName} ang hihingi nito sa iyo.',
      notYou: 'Hindi mo ito hiniling? Wala kang kailangang gawin: mananatili ang password mo.',
      reason:
        'Natanggap mo ang email na ito dahil may humiling ng bagong password para sa {account} sa {brandName}.',
    },
    'password-changed': {
      subject: 'Napalitan ang iyong {brandName} password',
      preheader: 'Kung ikaw ito, wala kang kailangang gawin.',
      heading: 'Napalitan ang iyong password',
      intro: 'Napalitan ang password ng iyong account sa {brandName}:',
      itWasYou: 'Kung ikaw ang gumawa nito, wala kang kailangang gawin.',
      notYou:
        'Kung hindi ikaw ito, magtakda na ng bagong password at sabihan ang mga namamahala sa iyong {brandName} account.',
      notYouSupport:
        'Kung hindi ikaw ito, magtakda na ng bagong password at sumulat sa {supportEmail}.',
      reason:
        'Natanggap mo ang email na ito dahil napalitan ang password ng {account} sa {brandName}.',
    },
  },
}
