import type { Locale } from './en.ts'

/** Dutch, formal address. */
export const nl: Locale = {
  tag: 'nl',
  direction: 'ltr',
  messages: {
    shared: {
      greeting: 'Beste {name},',
      orCopyLink: 'Of kopieer dit adres naar uw browser:',
      support: 'Vragen? Schrijf naar {supportEmail}.',
      automatic: 'Deze e-mail is automatisch verzonden.',
      minutes: '{count, plural, one {# minuut} other {# minuten}}',
      hours: '{count, plural, one {# uur} other {# uur}}',
    },
    'password-issued': {
      subject: 'Uw account bij {brandName} is klaar',
      preheader: 'Zo logt u voor het eerst in.',
      heading: 'Uw account is klaar',
      intro:
        'Er is voor u een account bij {brandName} aangemaakt. Log in met deze gegevens; u kunt het wachtwoord in zijn geheel kopiëren.',
      accountLabel: 'Uw account',
      passwordLabel: '{isTemporary, select, true {Tijdelijk wachtwoord} other {Wachtwoord}}',
      expiry: 'Gebruik het binnen {expiresIn}: het werkt tot {expiresAt}.',
      mustChange: 'Bij het inloggen wordt u gevraagd een eigen wachtwoord te kiezen.',
      button: 'Inloggen bij {brandName}',
      care: 'Houd dit wachtwoord voor uzelf. Niemand bij {brandName} zal u er ooit om vragen.',
      reason:
        'U ontvangt deze e-mail omdat er bij {brandName} een account is aangemaakt voor {account}.',
    },
    'reveal-link': {
      subject:
        '{isReset, select, true {Bekijk uw nieuwe wachtwoord voor {brandName}} other {Uw nieuwe account bij {brandName}: bekijk uw wachtwoord}}',
      preheader: 'De link in deze e-mail toont uw wachtwoord één keer.',
      heading: '{isReset, select, true {Uw nieuwe wachtwoord} other {Uw account is klaar}}',
      intro:
        '{isReset, select, true {Een beheerder heeft een nieuw wachtwoord ingesteld voor uw account bij {brandName}; het oude werkt niet meer.} other {Er is voor u een account bij {brandName} aangemaakt.}}',
      accountLabel: 'Uw account',
      once: 'De link toont uw wachtwoord één keer. Open hem pas als u wilt inloggen.',
      button: 'Wachtwoord tonen',
      expiry: 'De link werkt {expiresIn}, tot {expiresAt}.',
      mustChange: 'Bij het inloggen wordt u gevraagd een eigen wachtwoord te kiezen.',
      care: 'Houd deze link voor uzelf: wie hem opent, ziet uw wachtwoord.',
      loginLabel: 'Hier logt u in bij {brandName}:',
      reason:
        '{isReset, select, true {U ontvangt deze e-mail omdat een beheerder een nieuw wachtwoord heeft ingesteld voor {account} bij {brandName}.} other {U ontvangt deze e-mail omdat er bij {brandName} een account is aangemaakt voor {account}.}}',
    },
    'setup-link': {
      subject:
        '{isRenewed, select, true {Een nieuwe link om uw wachtwoord voor {brandName} te kiezen} other {Kies een wachtwoord voor uw account bij {brandName}}}',
      preheader:
        '{isRenewed, select, true {Een eerdere link werkt niet meer. Er is niets gewijzigd aan uw account.} other {De laatste stap voordat u voor het eerst inlogt.}}',
      heading: '{isRenewed, select, true {Hier is een nieuwe link} other {Kies uw wachtwoord}}',
      intro:
        '{isRenewed, select, true {Een eerdere link werkt niet meer. Met deze kiest u het wachtwoord van uw account bij {brandName}.} other {Er is voor u een account bij {brandName} aangemaakt. Kies het wachtwoord waarmee u gaat inloggen.}}',
      accountLabel: 'Uw account',
      button: 'Wachtwoord kiezen',
      expiry: 'De link werkt {expiresIn}, tot {expiresAt}.',
      singleUse: 'U kunt hem één keer gebruiken.',
      care: 'Houd deze link voor uzelf: wie hem heeft, kan uw wachtwoord kiezen.',
      notYou:
        'Hebt u hier niet om gevraagd? Dan kunt u deze e-mail negeren: er is niets gewijzigd aan uw account.',
      reason:
        '{isRenewed, select, true {U ontvangt deze e-mail omdat een eerdere link voor {account} bij {brandName} niet meer werkt.} other {U ontvangt deze e-mail omdat er bij {brandName} een account is aangemaakt voor {account}.}}',
    },
    'password-reset-password': {
      subject: 'Een nieuw wachtwoord voor uw account bij {brandName}',
      preheader: 'Zo logt u voortaan in.',
      heading: 'Uw nieuwe wachtwoord',
      intro:
        'Een beheerder heeft een nieuw wachtwoord ingesteld voor uw account bij {brandName}; het oude werkt niet meer. Log in met deze gegevens; u kunt het wachtwoord in zijn geheel kopiëren.',
      accountLabel: 'Uw account',
      passwordLabel: '{isTemporary, select, true {Tijdelijk wachtwoord} other {Nieuw wachtwoord}}',
      expiry: 'Gebruik het binnen {expiresIn}: het werkt tot {expiresAt}.',
      mustChange: 'Bij het inloggen wordt u gevraagd een eigen wachtwoord te kiezen.',
      button: 'Inloggen bij {brandName}',
      care: 'Houd dit wachtwoord voor uzelf. Niemand bij {brandName} zal u er ooit om vragen.',
      reason:
        'U ontvangt deze e-mail omdat een beheerder een nieuw wachtwoord heeft ingesteld voor {account} bij {brandName}.',
    },
    'password-reset': {
      subject: 'Stel een nieuw wachtwoord in voor {brandName}',
      preheader: 'Zo stelt u een nieuw wachtwoord in.',
      heading: 'Nieuw wachtwoord instellen',
      intro: 'Er is een nieuw wachtwoord aangevraagd voor uw account bij {brandName}:',
      button: 'Nieuw wachtwoord instellen',
      expiry: 'De link werkt {expiresIn}, tot {expiresAt}.',
      singleUse: 'U kunt hem één keer gebruiken.',
      notYou:
        'Hebt u hier niet om gevraagd? Dan hoeft u niets te doen: uw wachtwoord blijft zoals het is.',
      reason:
        'U ontvangt deze e-mail omdat er een nieuw wachtwoord is aangevraagd voor {account} bij {brandName}.',
    },
    'password-reset-code': {
      subject: 'Uw code van {brandName} om een nieuw wachtwoord in te stellen',
      preheader: 'Voer de code uit deze e-mail in waar u erom hebt gevraagd.',
      heading: 'Uw code om een nieuw wachtwoord in te stellen',
      intro:
        'Er is een nieuw wachtwoord aangevraagd voor uw account bij {brandName}. Voer deze code in op de pagina waar u erom hebt gevraagd:',
      codeLabel: 'Code',
      expiry: 'De code werkt {expiresIn}, tot {expiresAt}.',
      care: 'Houd deze code voor uzelf. Niemand bij {brandName} zal u er ooit om vragen.',
      notYou:
        'Hebt u hier niet om gevraagd? Dan hoeft u niets te doen: uw wachtwoord blijft zoals het is.',
      reason:
        'U ontvangt deze e-mail omdat er een nieuw wachtwoord is aangevraagd voor {account} bij {brandName}.',
    },
    'password-changed': {
      subject: 'Uw wachtwoord voor {brandName} is gewijzigd',
      preheader: 'Als u dit zelf was, hoeft u niets te doen.',
      heading: 'Uw wachtwoord is gewijzigd',
      intro: 'Het wachtwoord van uw account bij {brandName} is gewijzigd:',
      itWasYou: 'Als u dit zelf was, hoeft u niets te doen.',
      notYou:
        'Was u dit niet? Stel dan nu een nieuw wachtwoord in en waarschuw degenen die uw account bij {brandName} beheren.',
      notYouSupport:
        'Was u dit niet? Stel dan nu een nieuw wachtwoord in en schrijf naar {supportEmail}.',
      reason:
        'U ontvangt deze e-mail omdat het wachtwoord van {account} bij {brandName} is gewijzigd.',
    },
  },
}
