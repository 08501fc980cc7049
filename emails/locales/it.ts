import type { Locale } from './en.ts'

/** Italian, familiar address, as account mail there has it. */
export const it: Locale = {
  tag: 'it',
  direction: 'ltr',
  messages: {
    shared: {
      greeting: 'Ciao {name},',
      orCopyLink: 'Oppure copia questo indirizzo nel tuo browser:',
      support: 'Domande? Scrivi a {supportEmail}.',
      automatic: 'Questa email è stata inviata automaticamente.',
      minutes: '{count, plural, one {# minuto} many {# di minuti} other {# minuti}}',
      hours: '{count, plural, one {# ora} many {# di ore} other {# ore}}',
    },
    'password-issued': {
      subject: 'Il tuo account {brandName} è pronto',
      preheader: 'Come accedere per la prima volta.',
      heading: 'Il tuo account è pronto',
      intro:
        'È stato creato per te un account {brandName}. Accedi con questi dati; puoi copiare la password per intero.',
      accountLabel: 'Il tuo account',
      passwordLabel: '{isTemporary, select, true {Password temporanea} other {Password}}',
      expiry: 'Usala entro {expiresIn}. Scadenza: {expiresAt}.',
      mustChange: 'All’accesso ti verrà chiesto di scegliere una password tua.',
      button: 'Accedi a {brandName}',
      care: 'Non condividere questa password con nessuno. Nessuno di {brandName} te la chiederà mai.',
      reason: 'Ricevi questa email perché è stato creato un account {brandName} per {account}.',
    },
    'reveal-link': {
      subject:
        '{isReset, select, true {Visualizza la tua nuova password di {brandName}} other {Il tuo nuovo account {brandName}: visualizza la password}}',
      preheader: 'Il link in questa email mostra la tua password una sola volta.',
      heading: '{isReset, select, true {La tua nuova password} other {Il tuo account è pronto}}',
      intro:
        '{isReset, select, true {Un amministratore ha impostato una nuova password per il tuo account {brandName}; quella precedente non funziona più.} other {È stato creato per te un account {brandName}.}}',
      accountLabel: 'Il tuo account',
      once: 'Il link mostra la tua password una sola volta. Aprilo quando vuoi accedere.',
      button: 'Mostra la password',
      expiry: 'Il link funziona per {expiresIn}. Scadenza: {expiresAt}.',
      mustChange: 'All’accesso ti verrà chiesto di scegliere una password tua.',
      care: 'Non condividere questo link con nessuno: chi lo apre vede la tua password.',
      loginLabel: 'Da qui puoi accedere a {brandName}:',
      reason:
        '{isReset, select, true {Ricevi questa email perché un amministratore ha impostato una nuova password per {account} su {brandName}.} other {Ricevi questa email perché è stato creato un account {brandName} per {account}.}}',
    },
    'setup-link': {
      subject:
        '{isRenewed, select, true {Un nuovo link per scegliere la tua password di {brandName}} other {Scegli una password per il tuo account {brandName}}}',
      preheader:
        '{isRenewed, select, true {Un link precedente non funziona più. Nel tuo account non è cambiato nulla.} other {L’ultimo passaggio prima del tuo primo accesso.}}',
      heading: '{isRenewed, select, true {Ecco un nuovo link} other {Scegli la tua password}}',
      intro:
        '{isRenewed, select, true {Un link precedente non funziona più. Con questo puoi scegliere la password del tuo account {brandName}.} other {È stato creato per te un account {brandName}. Scegli la password con cui accederai.}}',
      accountLabel: 'Il tuo account',
      button: 'Scegli una password',
      expiry: 'Il link funziona per {expiresIn}. Scadenza: {expiresAt}.',
      singleUse: 'Si può usare una sola volta.',
      care: 'Non condividere questo link con nessuno: chi lo possiede può scegliere la tua password.',
      notYou:
        'Non hai chiesto nulla? Puoi ignorare questa email: nel tuo account non è cambiato nulla.',
      reason:
        '{isRenewed, select, true {Ricevi questa email perché un link precedente per {account} su {brandName} non funziona più.} other {Ricevi questa email perché è stato creato un account {brandName} per {account}.}}',
    },
    'password-reset-password': {
      subject: 'Una nuova password per il tuo account {brandName}',
      preheader: 'Come accedere d’ora in poi.',
      heading: 'La tua nuova password',
      intro:
        'Un amministratore ha impostato una nuova password per il tuo account {brandName}; quella precedente non funziona più. Accedi con questi dati; puoi copiare la password per intero.',
      accountLabel: 'Il tuo account',
      passwordLabel: '{isTemporary, select, true {Password temporanea} other {Nuova password}}',
      expiry: 'Usala entro {expiresIn}. Scadenza: {expiresAt}.',
      mustChange: 'All’accesso ti verrà chiesto di scegliere una password tua.',
      button: 'Accedi a {brandName}',
      care: 'Non condividere questa password con nessuno. Nessuno di {brandName} te la chiederà mai.',
      reason:
        'Ricevi questa email perché un amministratore ha impostato una nuova password per {account} su {brandName}.',
    },
    'password-reset': {
      subject: 'Imposta una nuova password per {brandName}',
      preheader: 'Ecco come impostare una nuova password.',
      heading: 'Imposta una nuova password',
      intro: 'È stata chiesta una nuova password per il tuo account {brandName}:',
      button: 'Imposta una nuova password',
      expiry: 'Il link funziona per {expiresIn}. Scadenza: {expiresAt}.',
      singleUse: 'Si può usare una sola volta.',
      notYou: 'Non hai chiesto nulla? Non devi fare niente: la tua password resta com’è.',
      reason:
        'Ricevi questa email perché è stata chiesta una nuova password per {account} su {brandName}.',
    },
    'password-reset-code': {
      subject: 'Il tuo codice {brandName} per impostare una nuova password',
      preheader: 'Inserisci il codice di questa email dove lo hai chiesto.',
      heading: 'Il tuo codice per impostare una nuova password',
      intro:
        'È stata chiesta una nuova password per il tuo account {brandName}. Inserisci questo codice nella pagina in cui l’hai chiesta:',
      codeLabel: 'Codice',
      expiry: 'Il codice funziona per {expiresIn}. Scadenza: {expiresAt}.',
      care: 'Non condividere questo codice con nessuno. Nessuno di {brandName} te lo chiederà mai.',
      notYou: 'Non hai chiesto nulla? Non devi fare niente: la tua password resta com’è.',
      reason:
        'Ricevi questa email perché è stata chiesta una nuova password per {account} su {brandName}.',
    },
    'password-changed': {
      subject: 'La tua password di {brandName} è stata modificata',
      preheader: 'Se la modifica è tua, non devi fare niente.',
      heading: 'La tua password è stata modificata',
      intro: 'La password del tuo account {brandName} è stata modificata:',
      itWasYou: 'Se la modifica è tua, non devi fare niente.',
      notYou:
        'Se la modifica non è tua, imposta subito una nuova password e avvisa chi gestisce il tuo account {brandName}.',
      notYouSupport:
        'Se la modifica non è tua, imposta subito una nuova password e scrivi a {supportEmail}.',
      reason:
        'Ricevi questa email perché la password di {account} su {brandName} è stata modificata.',
    },
  },
}
