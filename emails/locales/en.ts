import type { LocaleShape } from '../locale.ts'

/** English; the other languages have the same messages, with the same arguments. */
export const en = {
  tag: 'en',
  direction: 'ltr',
  messages: {
    shared: {
      greeting: 'Hello {name},',
      orCopyLink: 'Or copy this address into your browser:',
      support: 'Questions? Write to {supportEmail}.',
      automatic: 'This mail was sent automatically.',
      minutes: '{count, plural, one {# minute} other {# minutes}}',
      hours: '{count, plural, one {# hour} other {# hours}}',
    },
    'password-issued': {
      subject: 'Your {brandName} account is ready',
      preheader: 'Inside: how to log in for the first time.',
      heading: 'Your account is ready',
      intro:
        'An account at {brandName} was created for you. Log in with these details; you can copy the password as a whole.',
      accountLabel: 'Account',
      passwordLabel: '{isTemporary, select, true {Temporary password} other {Password}}',
      expiry: 'Use it within {expiresIn}: it stops working on {expiresAt}.',
      mustChange: 'You will be asked to choose a password of your own when you log in.',
      button: 'Log in to {brandName}',
      care: 'Keep this password to yourself. Nobody at {brandName} will ever ask you for it.',
      reason: 'You received this mail because an account at {brandName} was created for {account}.',
    },
    'reveal-link': {
      subject:
        '{isReset, select, true {See your new password for {brandName}} other {Your new {brandName} account: see your password}}',
      preheader: 'The link in this mail shows your password once.',
      heading: '{isReset, select, true {Your new password} other {Your account is ready}}',
      intro:
        '{isReset, select, true {An administrator has set a new password for your account at {brandName}; the old one no longer works.} other {An account at {brandName} was created for you.}}',
      accountLabel: 'Account',
      once: 'The link shows your password once. Open it when you are ready to log in.',
      button: 'Show password',
      expiry: 'The link works for {expiresIn}, until {expiresAt}.',
      mustChange: 'You will be asked to choose a password of your own when you log in.',
      care: 'Keep this link to yourself: whoever opens it sees your password.',
      loginLabel: 'This is where you log in to {brandName}:',
      reason:
        '{isReset, select, true {You received this mail because an administrator set a new password for {account} at {brandName}.} other {You received this mail because an account at {brandName} was created for {account}.}}',
    },
    'setup-link': {
      subject:
        '{isRenewed, select, true {A new link to choose your {brandName} password} other {Choose a password for your {brandName} account}}',
      preheader:
        '{isRenewed, select, true {An earlier link no longer works. Nothing has changed at your account.} other {The last step before you log in for the first time.}}',
      heading: '{isRenewed, select, true {Here is a new link} other {Choose your password}}',
      intro:
        '{isRenewed, select, true {An earlier link no longer works. With this one you choose the password of your account at {brandName}.} other {An account at {brandName} was created for you. Choose the password that you will log in with.}}',
      accountLabel: 'Account',
      button: 'Choose a password',
      expiry: 'The link works for {expiresIn}, until {expiresAt}.',
      singleUse: 'It can be used once.',
      care: 'Keep this link to yourself: whoever has it can choose your password.',
      notYou:
        'You did not ask for this? Then you can ignore this mail: nothing has changed at your account.',
      reason:
        '{isRenewed, select, true {You received this mail because an earlier link for {account} at {brandName} no longer works.} other {You received this mail because an account at {brandName} was created for {account}.}}',
    },
    'password-reset-password': {
      subject: 'A new password for your {brandName} account',
      preheader: 'Inside: how to log in from now on.',
      heading: 'Your new password',
      intro:
        'An administrator has set a new password for your account at {brandName}; the old one no longer works. Log in with these details; you can copy the password as a whole.',
      accountLabel: 'Account',
      passwordLabel: '{isTemporary, select, true {Temporary password} other {New password}}',
      expiry: 'Use it within {expiresIn}: it stops working on {expiresAt}.',
      mustChange: 'You will be asked to choose a password of your own when you log in.',
      button: 'Log in to {brandName}',
      care: 'Keep this password to yourself. Nobody at {brandName} will ever ask you for it.',
      reason:
        'You received this mail because an administrator set a new password for {account} at {brandName}.',
    },
    'password-reset': {
      subject: 'Set a new password for {brandName}',
      preheader: 'Here is how to set a new password.',
      heading: 'Set a new password',
      intro: 'A new password was requested for your account at {brandName}:',
      button: 'Set a new password',
      expiry: 'The link works for {expiresIn}, until {expiresAt}.',
      singleUse: 'It can be used once.',
      notYou:
        'You did not ask for this? Then you need not do anything: your password stays as it is.',
      reason:
        'You received this mail because a new password was requested for {account} at {brandName}.',
    },
    'password-reset-code': {
      subject: 'Your {brandName} code to set a new password',
      preheader: 'Enter the code in this mail where you asked for it.',
      heading: 'Your code to set a new password',
      intro:
        'A new password was requested for your account at {brandName}. Enter this code on the page where you asked for it:',
      codeLabel: 'Code',
      expiry: 'The code works for {expiresIn}, until {expiresAt}.',
      care: 'Keep this code to yourself. Nobody at {brandName} will ever ask you for it.',
      notYou:
        'You did not ask for this? Then you need not do anything: your password stays as it is.',
      reason:
        'You received this mail because a new password was requested for {account} at {brandName}.',
    },
    'password-changed': {
      subject: 'Your {brandName} password was changed',
      preheader: 'If it was you, there is nothing to do.',
      heading: 'Your password was changed',
      intro: 'The password of your account at {brandName} was changed:',
      itWasYou: 'If you did this, there is nothing to do.',
      notYou:
        'If it was not you, set a new password now and tell the people who look after your {brandName} account.',
      notYouSupport: 'If it was not you, set a new password now and write to {supportEmail}.',
      reason:
        'You received this mail because the password of {account} at {brandName} was changed.',
    },
  },
} satisfies LocaleShape

/** A language with every message that English has. */
export interface Locale extends LocaleShape {
  readonly messages: typeof en.messages
}
