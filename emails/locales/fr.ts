import type { Locale } from './en.ts'

/** French, formal address. */
export const fr: Locale = {
  tag: 'fr',
  direction: 'ltr',
  messages: {
    shared: {
      greeting: 'Bonjour {name},',
      orCopyLink: 'Ou copiez cette adresse dans votre navigateur :',
      support: 'Des questions ? Écrivez à {supportEmail}.',
      automatic: 'Cet e-mail a été envoyé automatiquement.',
      minutes: '{count, plural, one {# minute} many {# de minutes} other {# minutes}}',
      hours: '{count, plural, one {# heure} many {# d’heures} other {# heures}}',
    },
    'password-issued': {
      subject: 'Votre compte {brandName} est prêt',
      preheader: 'Comment vous connecter pour la première fois.',
      heading: 'Votre compte est prêt',
      intro:
        'Un compte {brandName} a été créé pour vous. Connectez-vous avec ces informations ; vous pouvez copier le mot de passe en entier.',
      accountLabel: 'Compte',
      passwordLabel: '{isTemporary, select, true {Mot de passe provisoire} other {Mot de passe}}',
      expiry:
        'Utilisez-le dans un délai de {expiresIn} : il cessera de fonctionner le {expiresAt}.',
      mustChange:
        'Lors de la connexion, il vous sera demandé de choisir votre propre mot de passe.',
      button: 'Se connecter à {brandName}',
      care: 'Gardez ce mot de passe pour vous. Personne chez {brandName} ne vous le demandera jamais.',
      reason: 'Vous recevez cet e-mail parce qu’un compte {brandName} a été créé pour {account}.',
    },
    'reveal-link': {
      subject:
        '{isReset, select, true {Consultez votre nouveau mot de passe {brandName}} other {Votre nouveau compte {brandName} : consultez votre mot de passe}}',
      preheader: 'Le lien de cet e-mail affiche votre mot de passe une seule fois.',
      heading: '{isReset, select, true {Votre nouveau mot de passe} other {Votre compte est prêt}}',
      intro:
        '{isReset, select, true {Un administrateur a défini un nouveau mot de passe pour votre compte {brandName} ; l’ancien ne fonctionne plus.} other {Un compte {brandName} a été créé pour vous.}}',
      accountLabel: 'Compte',
      once: 'Le lien affiche votre mot de passe une seule fois. Ouvrez-le au moment de vous connecter.',
      button: 'Afficher le mot de passe',
      expiry: 'Le lien fonctionne pendant {expiresIn}, jusqu’au {expiresAt}.',
      mustChange:
        'Lors de la connexion, il vous sera demandé de choisir votre propre mot de passe.',
      care: 'Gardez ce lien pour vous : quiconque l’ouvre voit votre mot de passe.',
      loginLabel: 'Pour vous connecter à {brandName}, rendez-vous ici :',
      reason:
        '{isReset, select, true {Vous recevez cet e-mail parce qu’un administrateur a défini un nouveau mot de passe pour {account} chez {brandName}.} other {Vous recevez cet e-mail parce qu’un compte {brandName} a été créé pour {account}.}}',
    },
    'setup-link': {
      subject:
        '{isRenewed, select, true {Un nouveau lien pour choisir votre mot de passe {brandName}} other {Choisissez le mot de passe de votre compte {brandName}}}',
      preheader:
        '{isRenewed, select, true {Un lien précédent ne fonctionne plus. Rien n’a changé sur votre compte.} other {La dernière étape avant votre première connexion.}}',
      heading:
        '{isRenewed, select, true {Voici un nouveau lien} other {Choisissez votre mot de passe}}',
      intro:
        '{isRenewed, select, true {Un lien précédent ne fonctionne plus. Avec celui-ci, vous choisissez le mot de passe de votre compte {brandName}.} other {Un compte {brandName} a été créé pour vous. Choisissez le mot de passe avec lequel vous vous connecterez.}}',
      accountLabel: 'Compte',
      button: 'Choisir un mot de passe',
      expiry: 'Le lien fonctionne pendant {expiresIn}, jusqu’au {expiresAt}.',
      singleUse: 'Il ne peut être utilisé qu’une fois.',
      care: 'Gardez ce lien pour vous : quiconque le détient peut choisir votre mot de passe.',
      notYou:
        'Vous n’avez rien demandé ? Vous pouvez ignorer cet e-mail : rien n’a changé sur votre compte.',
      reason:
        '{isRenewed, select, true {Vous recevez cet e-mail parce qu’un lien précédent pour {account} chez {brandName} ne fonctionne plus.} other {Vous recevez cet e-mail parce qu’un compte {brandName} a été créé pour {account}.}}',
    },
    'password-reset-password': {
      subject: 'Un nouveau mot de passe pour votre compte {brandName}',
      preheader: 'Comment vous connecter désormais.',
      heading: 'Votre nouveau mot de passe',
      intro:
        'Un administrateur a défini un nouveau mot de passe pour votre compte {brandName} ; l’ancien ne fonctionne plus. Connectez-vous avec ces informations ; vous pouvez copier le mot de passe en entier.',
      accountLabel: 'Compte',
      passwordLabel:
        '{isTemporary, select, true {Mot de passe provisoire} other {Nouveau mot de passe}}',
      expiry:
        'Utilisez-le dans un délai de {expiresIn} : il cessera de fonctionner le {expiresAt}.',
      mustChange:
        'Lors de la connexion, il vous sera demandé de choisir votre propre mot de passe.',
      button: 'Se connecter à {brandName}',
      care: 'Gardez ce mot de passe pour vous. Personne chez {brandName} ne vous le demandera jamais.',
      reason:
        'Vous recevez cet e-mail parce qu’un administrateur a défini un nouveau mot de passe pour {account} chez {brandName}.',
    },
    'password-reset': {
      subject: 'Définissez un nouveau mot de passe pour {brandName}',
      preheader: 'Voici comment définir un nouveau mot de passe.',
      heading: 'Définir un nouveau mot de passe',
      intro: 'Un nouveau mot de passe a été demandé pour votre compte {brandName} :',
      button: 'Définir un nouveau mot de passe',
      expiry: 'Le lien fonctionne pendant {expiresIn}, jusqu’au {expiresAt}.',
      singleUse: 'Il ne peut être utilisé qu’une fois.',
      notYou:
        'Vous n’avez rien demandé ? Vous n’avez rien à faire : votre mot de passe reste inchangé.',
      reason:
        'Vous recevez cet e-mail parce qu’un nouveau mot de passe a été demandé pour {account} chez {brandName}.',
    },
    'password-reset-code': {
      subject: 'Votre code {brandName} pour définir un nouveau mot de passe',
      preheader: 'Saisissez le code de cet e-mail là où vous l’avez demandé.',
      heading: 'Votre code pour définir un nouveau mot de passe',
      intro:
        'Un nouveau mot de passe a été demandé pour votre compte {brandName}. Saisissez ce code sur la page où vous l’avez demandé :',
      codeLabel: 'Code',
      expiry: 'Le code fonctionne pendant {expiresIn}, jusqu’au {expiresAt}.',
      care: 'Gardez ce code pour vous. Personne chez {brandName} ne vous le demandera jamais.',
      notYou:
        'Vous n’avez rien demandé ? Vous n’avez rien à faire : votre mot de passe reste inchangé.',
      reason:
        'Vous recevez cet e-mail parce qu’un nouveau mot de passe a été demandé pour {account} chez {brandName}.',
    },
    'password-changed': {
      subject: 'Votre mot de passe {brandName} a été modifié',
      preheader: 'Si c’était vous, vous n’avez rien à faire.',
      heading: 'Votre mot de passe a été modifié',
      intro: 'Le mot de passe de votre compte {brandName} a été modifié :',
      itWasYou: 'Si c’était vous, vous n’avez rien à faire.',
      notYou:
        'Si ce n’était pas vous, définissez dès maintenant un nouveau mot de passe et prévenez les personnes qui gèrent votre compte {brandName}.',
      notYouSupport:
        'Si ce n’était pas vous, définissez dès maintenant un nouveau mot de passe et écrivez à {supportEmail}.',
      reason:
        'Vous recevez cet e-mail parce que le mot de passe de {account} chez {brandName} a été modifié.',
    },
  },
}
