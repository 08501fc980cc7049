import type { Locale } from './en.ts'

/** Polish, polite without a form of address. */
export const pl: Locale = {
  tag: 'pl',
  direction: 'ltr',
  messages: {
    shared: {
      greeting: 'Dzień dobry, {name},',
      orCopyLink: 'Możesz też skopiować ten adres do przeglądarki:',
      support: 'Masz pytania? Napisz na adres {supportEmail}.',
      automatic: 'Ta wiadomość została wysłana automatycznie.',
      minutes: '{count, plural, one {# minutę} few {# minuty} many {# minut} other {# minuty}}',
      hours: '{count, plural, one {# godzinę} few {# godziny} many {# godzin} other {# godziny}}',
    },
    'password-issued': {
      subject: 'Twoje konto w {brandName} jest gotowe',
      preheader: 'W środku: jak zalogować się po raz pierwszy.',
      heading: 'Twoje konto jest gotowe',
      intro:
        'Utworzono dla Ciebie konto w {brandName}. Zaloguj się, używając tych danych; hasło możesz skopiować w całości.',
      accountLabel: 'Konto',
      passwordLabel: '{isTemporary, select, true {Hasło tymczasowe} other {Hasło}}',
      expiry: 'Hasło przestanie działać za {expiresIn}: {expiresAt}.',
      mustChange: 'Podczas logowania pojawi się prośba o wybranie własnego hasła.',
      button: 'Zaloguj się do {brandName}',
      care: 'Zachowaj to hasło dla siebie. Nikt z {brandName} nigdy o nie nie poprosi.',
      reason: 'Ta wiadomość została wysłana, ponieważ w {brandName} utworzono konto dla {account}.',
    },
    'reveal-link': {
      subject:
        '{isReset, select, true {Zobacz swoje nowe hasło do {brandName}} other {Twoje nowe konto w {brandName}: zobacz hasło}}',
      preheader: 'Link w tej wiadomości pokaże Twoje hasło tylko raz.',
      heading: '{isReset, select, true {Twoje nowe hasło} other {Twoje konto jest gotowe}}',
      intro:
        '{isReset, select, true {Administrator ustawił nowe hasło do Twojego konta w {brandName}; stare już nie działa.} other {Utworzono dla Ciebie konto w {brandName}.}}',
      accountLabel: 'Konto',
      once: 'Link pokaże Twoje hasło tylko raz. Otwórz go, gdy zechcesz się zalogować.',
      button: 'Pokaż hasło',
      expiry: 'Link przestanie działać za {expiresIn}: {expiresAt}.',
      mustChange: 'Podczas logowania pojawi się prośba o wybranie własnego hasła.',
      care: 'Zachowaj ten link dla siebie: każdy, kto go otworzy, zobaczy Twoje hasło.',
      loginLabel: 'Tutaj zalogujesz się do {brandName}:',
      reason:
        '{isReset, select, true {Ta wiadomość została wysłana, ponieważ administrator ustawił nowe hasło do konta {account} w {brandName}.} other {Ta wiadomość została wysłana, ponieważ w {brandName} utworzono konto dla {account}.}}',
    },
    'setup-link': {
      subject:
        '{isRenewed, select, true {Nowy link do wybrania hasła do {brandName}} other {Wybierz hasło do swojego konta w {brandName}}}',
      preheader:
        '{isRenewed, select, true {Wcześniejszy link już nie działa. Na Twoim koncie nic się nie zmieniło.} other {Ostatni krok przed pierwszym logowaniem.}}',
      heading: '{isRenewed, select, true {Oto nowy link} other {Wybierz swoje hasło}}',
      intro:
        '{isRenewed, select, true {Wcześniejszy link już nie działa. Za pomocą tego linku wybierzesz hasło do swojego konta w {brandName}.} other {Utworzono dla Ciebie konto w {brandName}. Wybierz hasło, którego będziesz używać do logowania.}}',
      accountLabel: 'Konto',
      button: 'Wybierz hasło',
      expiry: 'Link przestanie działać za {expiresIn}: {expiresAt}.',
      singleUse: 'Można go użyć tylko raz.',
      care: 'Zachowaj ten link dla siebie: każdy, kto go ma, może wybrać Twoje hasło.',
      notYou:
        'To nie Twoja prośba? Możesz zignorować tę wiadomość: na Twoim koncie nic się nie zmieniło.',
      reason:
        '{isRenewed, select, true {Ta wiadomość została wysłana, ponieważ wcześniejszy link do konta {account} w {brandName} już nie działa.} other {Ta wiadomość została wysłana, ponieważ w {brandName} utworzono konto dla {account}.}}',
    },
    'password-reset-password': {
      subject: 'Nowe hasło do Twojego konta w {brandName}',
      preheader: 'W środku: jak logować się od teraz.',
      heading: 'Twoje nowe hasło',
      intro:
        'Administrator ustawił nowe hasło do Twojego konta w {brandName}; stare już nie działa. Zaloguj się, używając tych danych; hasło możesz skopiować w całości.',
      accountLabel: 'Konto',
      passwordLabel: '{isTemporary, select, true {Hasło tymczasowe} other {Nowe hasło}}',
      expiry: 'Hasło przestanie działać za {expiresIn}: {expiresAt}.',
      mustChange: 'Podczas logowania pojawi się prośba o wybranie własnego hasła.',
      button: 'Zaloguj się do {brandName}',
      care: 'Zachowaj to hasło dla siebie. Nikt z {brandName} nigdy o nie nie poprosi.',
      reason:
        'Ta wiadomość została wysłana, ponieważ administrator ustawił nowe hasło do konta {account} w {brandName}.',
    },
    'password-reset': {
      subject: 'Ustaw nowe hasło do {brandName}',
      preheader: 'Otrzymaliśmy prośbę o nowe hasło. Oto jak je ustawić.',
      heading: 'Ustaw nowe hasło',
      intro: 'Otrzymaliśmy prośbę o nowe hasło do Twojego konta w {brandName}:',
      button: 'Ustaw nowe hasło',
      expiry: 'Link przestanie działać za {expiresIn}: {expiresAt}.',
      singleUse: 'Można go użyć tylko raz.',
      notYou: 'To nie Twoja prośba? Nie musisz nic robić: Twoje hasło się nie zmieni.',
      reason:
        'Ta wiadomość została wysłana, ponieważ poproszono o nowe hasło do konta {account} w {brandName}.',
    },
    'password-reset-code': {
      subject: 'Twój kod do ustawienia nowego hasła do {brandName}',
      preheader: 'Wpisz kod z tej wiadomości na stronie, na której o niego poproszono.',
      heading: 'Twój kod do ustawienia nowego hasła',
      intro:
        'Otrzymaliśmy prośbę o nowe hasło do Twojego konta w {brandName}. Wpisz ten kod na stronie, na której o niego poproszono:',
      codeLabel: 'Kod',
      expiry: 'Kod przestanie działać za {expiresIn}: {expiresAt}.',
      care: 'Zachowaj ten kod dla siebie. Nikt z {brandName} nigdy o niego nie poprosi.',
      notYou: 'To nie Twoja prośba? Nie musisz nic robić: Twoje hasło się nie zmieni.',
      reason:
        'Ta wiadomość została wysłana, ponieważ poproszono o nowe hasło do konta {account} w {brandName}.',
    },
    'password-changed': {
      subject: 'Twoje hasło do {brandName} zostało zmienione',
      preheader: 'Jeśli to Twoja zmiana, nie musisz nic robić.',
      heading: 'Twoje hasło zostało zmienione',
      intro: 'Zmieniono hasło do Twojego konta w {brandName}:',
      itWasYou: 'Jeśli to Twoja zmiana, nie musisz nic robić.',
      notYou:
        'Jeśli nie, ustaw teraz nowe hasło i powiadom osoby, które opiekują się Twoim kontem w {brandName}.',
      notYouSupport: 'Jeśli nie, ustaw teraz nowe hasło i napisz na adres {supportEmail}.',
      reason:
        'Ta wiadomość została wysłana, ponieważ zmieniono hasło do konta {account} w {brandName}.',
    },
  },
}
