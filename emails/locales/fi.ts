import type { Locale } from './en.ts'

/** Finnish. */
export const fi: Locale = {
  tag: 'fi',
  direction: 'ltr',
  messages: {
    shared: {
      greeting: 'Hei {name},',
      orCopyLink: 'Voit myös kopioida tämän osoitteen selaimeesi:',
      support: 'Kysyttävää? Kirjoita osoitteeseen {supportEmail}.',
      automatic: 'Tämä sähköposti on lähetetty automaattisesti.',
      minutes: '{count, plural, one {# minuutti} other {# minuuttia}}',
      hours: '{count, plural, one {# tunti} other {# tuntia}}',
    },
    'password-issued': {
      subject: 'Tilisi palvelussa {brandName} on valmis',
      preheader: 'Näin kirjaudut sisään ensimmäisen kerran.',
      heading: 'Tilisi on valmis',
      intro:
        'Sinulle on luotu tili palveluun {brandName}. Kirjaudu sisään näillä tiedoilla; voit kopioida salasanan kokonaisena.',
      accountLabel: 'Tili',
      passwordLabel: '{isTemporary, select, true {Väliaikainen salasana} other {Salasana}}',
      expiry: 'Käytä se ajoissa: se toimii {expiresIn}, {expiresAt} asti.',
      mustChange: 'Kun kirjaudut sisään, sinua pyydetään valitsemaan oma salasana.',
      button: 'Kirjaudu palveluun {brandName}',
      care: 'Pidä tämä salasana omana tietonasi. Kukaan palvelusta {brandName} ei koskaan kysy sitä sinulta.',
      reason:
        'Sait tämän sähköpostin, koska palveluun {brandName} on luotu tili käyttäjälle {account}.',
    },
    'reveal-link': {
      subject:
        '{isReset, select, true {Katso uusi salasanasi palveluun {brandName}} other {Uusi tilisi palvelussa {brandName}: katso salasanasi}}',
      preheader: 'Tämän sähköpostin linkki näyttää salasanasi kerran.',
      heading: '{isReset, select, true {Uusi salasanasi} other {Tilisi on valmis}}',
      intro:
        '{isReset, select, true {Ylläpitäjä on asettanut uuden salasanan tilillesi palvelussa {brandName}; vanha ei enää toimi.} other {Sinulle on luotu tili palveluun {brandName}.}}',
      accountLabel: 'Tili',
      once: 'Linkki näyttää salasanasi kerran. Avaa se, kun olet valmis kirjautumaan sisään.',
      button: 'Näytä salasana',
      expiry: 'Linkki toimii {expiresIn}, {expiresAt} asti.',
      mustChange: 'Kun kirjaudut sisään, sinua pyydetään valitsemaan oma salasana.',
      care: 'Pidä tämä linkki omana tietonasi: se, joka avaa sen, näkee salasanasi.',
      loginLabel: 'Täällä kirjaudut palveluun {brandName}:',
      reason:
        '{isReset, select, true {Sait tämän sähköpostin, koska ylläpitäjä on asettanut uuden salasanan tilille {account} palvelussa {brandName}.} other {Sait tämän sähköpostin, koska palveluun {brandName} on luotu tili käyttäjälle {account}.}}',
    },
    'setup-link': {
      subject:
        '{isRenewed, select, true {Uusi linkki salasanasi valitsemiseen palvelussa {brandName}} other {Valitse salasana tilillesi palvelussa {brandName}}}',
      preheader:
        '{isRenewed, select, true {Aiempi linkki ei enää toimi. Tililläsi ei ole muuttunut mitään.} other {Viimeinen vaihe ennen ensimmäistä kirjautumistasi.}}',
      heading: '{isRenewed, select, true {Tässä on uusi linkki} other {Valitse salasanasi}}',
      intro:
        '{isRenewed, select, true {Aiempi linkki ei enää toimi. Tällä linkillä valitset salasanan tilillesi palvelussa {brandName}.} other {Sinulle on luotu tili palveluun {brandName}. Valitse salasana, jolla kirjaudut sisään.}}',
      accountLabel: 'Tili',
      button: 'Valitse salasana',
      expiry: 'Linkki toimii {expiresIn}, {expiresAt} asti.',
      singleUse: 'Sitä voi käyttää kerran.',
      care: 'Pidä tämä linkki omana tietonasi: se, jolla on linkki, voi valita salasanasi.',
      notYou:
        'Etkö pyytänyt tätä? Silloin voit jättää tämän sähköpostin huomiotta: tililläsi ei ole muuttunut mitään.',
      reason:
        '{isRenewed, select, true {Sait tämän sähköpostin, koska tilin {account} aiempi linkki palvelussa {brandName} ei enää toimi.} other {Sait tämän sähköpostin, koska palveluun {brandName} on luotu tili käyttäjälle {account}.}}',
    },
    'password-reset-password': {
      subject: 'Uusi salasana tilillesi palvelussa {brandName}',
      preheader: 'Näin kirjaudut sisään tästä lähtien.',
      heading: 'Uusi salasanasi',
      intro:
        'Ylläpitäjä on asettanut uuden salasanan tilillesi palvelussa {brandName}; vanha ei enää toimi. Kirjaudu sisään näillä tiedoilla; voit kopioida salasanan kokonaisena.',
      accountLabel: 'Tili',
      passwordLabel: '{isTemporary, select, true {Väliaikainen salasana} other {Uusi salasana}}',
      expiry: 'Käytä se ajoissa: se toimii {expiresIn}, {expiresAt} asti.',
      mustChange: 'Kun kirjaudut sisään, sinua pyydetään valitsemaan oma salasana.',
      button: 'Kirjaudu palveluun {brandName}',
      care: 'Pidä tämä salasana omana tietonasi. Kukaan palvelusta {brandName} ei koskaan kysy sitä sinulta.',
      reason:
        'Sait tämän sähköpostin, koska ylläpitäjä on asettanut uuden salasanan tilille {account} palvelussa {brandName}.',
    },
    'password-reset': {
      subject: 'Aseta uusi salasana palveluun {brandName}',
      preheader: 'Näin asetat uuden salasanan.',
      heading: 'Aseta uusi salasana',
      intro: 'Tilillesi palvelussa {brandName} on pyydetty uutta salasanaa:',
      button: 'Aseta uusi salasana',
      expiry: 'Linkki toimii {expiresIn}, {expiresAt} asti.',
      singleUse: 'Sitä voi käyttää kerran.',
      notYou:
        'Etkö pyytänyt tätä? Silloin sinun ei tarvitse tehdä mitään: salasanasi pysyy ennallaan.',
      reason:
        'Sait tämän sähköpostin, koska tilille {account} palvelussa {brandName} on pyydetty uutta salasanaa.',
    },
    'password-reset-code': {
      subject: 'Koodisi uuden salasanan asettamiseen palvelussa {brandName}',
      preheader: 'Syötä tämän sähköpostin koodi sinne, missä pyysit sitä.',
      heading: 'Koodisi uuden salasanan asettamiseen',
      intro:
        'Tilillesi palvelussa {brandName} on pyydetty uutta salasanaa. Syötä tämä koodi sivulle, jolla pyysit sitä:',
      codeLabel: 'Koodi',
      expiry: 'Koodi toimii {expiresIn}, {expiresAt} asti.',
      care: 'Pidä tämä koodi omana tietonasi. Kukaan palvelusta {brandName} ei koskaan kysy sitä sinulta.',
      notYou:
        'Etkö pyytänyt tätä? Silloin sinun ei tarvitse tehdä mitään: salasanasi pysyy ennallaan.',
      reason:
        'Sait tämän sähköpostin, koska tilille {account} palvelussa {brandName} on pyydetty uutta salasanaa.',
    },
    'password-changed': {
      subject: 'Salasanasi palveluun {brandName} on vaihdettu',
      preheader: 'Jos teit tämän itse, sinun ei tarvitse tehdä mitään.',
      heading: 'Salasanasi on vaihdettu',
      intro: 'Tilisi salasana palvelussa {brandName} on vaihdettu:',
      itWasYou: 'Jos teit tämän itse, sinun ei tarvitse tehdä mitään.',
      notYou:
        'Jos et tehnyt tätä itse, aseta uusi salasana nyt ja ilmoita asiasta niille, jotka hoitavat tiliäsi palvelussa {brandName}.',
      notYouSupport:
        'Jos et tehnyt tätä itse, aseta uusi salasana nyt ja kirjoita osoitteeseen {supportEmail}.',
      reason:
        'Sait tämän sähköpostin, koska tilin {account} salasana palvelussa {brandName} on vaihdettu.',
    },
  },
}
