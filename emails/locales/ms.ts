import type { Locale } from './en.ts'

/** Malay, with the polite "anda". */
export const ms: Locale = {
  tag: 'ms',
  direction: 'ltr',
  messages: {
    shared: {
      greeting: 'Salam sejahtera {name},',
      orCopyLink: 'Atau salin alamat ini ke pelayar anda:',
      support: 'Ada soalan? Tulis kepada {supportEmail}.',
      automatic: 'E-mel ini dihantar secara automatik.',
      minutes: '{count, plural, other {# minit}}',
      hours: '{count, plural, other {# jam}}',
    },
    'password-issued': {
      subject: 'Akaun {brandName} anda sudah sedia',
      preheader: 'Di dalam: cara log masuk buat kali pertama.',
      heading: 'Akaun anda sudah sedia',
      intro:
        'Akaun {brandName} telah dibuat untuk anda. Log masuk dengan butiran ini; kata laluan boleh disalin sekali gus.',
      accountLabel: 'Akaun',
      passwordLabel: '{isTemporary, select, true {Kata laluan sementara} other {Kata laluan}}',
      expiry:
        'Gunakannya dalam masa {expiresIn}: kata laluan ini tidak sah lagi mulai {expiresAt}.',
      mustChange: 'Anda akan diminta memilih kata laluan sendiri semasa log masuk.',
      button: 'Log masuk ke {brandName}',
      care: 'Jangan beritahu sesiapa kata laluan ini. Tiada sesiapa di {brandName} akan memintanya daripada anda.',
      reason: 'Anda menerima e-mel ini kerana akaun {brandName} telah dibuat untuk {account}.',
    },
    'reveal-link': {
      subject:
        '{isReset, select, true {Lihat kata laluan baharu anda untuk {brandName}} other {Akaun {brandName} baharu anda: lihat kata laluan}}',
      preheader: 'Pautan dalam e-mel ini memaparkan kata laluan anda sekali sahaja.',
      heading: '{isReset, select, true {Kata laluan baharu anda} other {Akaun anda sudah sedia}}',
      intro:
        '{isReset, select, true {Pentadbir telah menetapkan kata laluan baharu untuk akaun {brandName} anda; kata laluan lama tidak sah lagi.} other {Akaun {brandName} telah dibuat untuk anda.}}',
      accountLabel: 'Akaun',
      once: 'Pautan ini memaparkan kata laluan anda sekali sahaja. Buka apabila anda bersedia untuk log masuk.',
      button: 'Paparkan kata laluan',
      expiry: 'Pautan ini sah selama {expiresIn}, sehingga {expiresAt}.',
      mustChange: 'Anda akan diminta memilih kata laluan sendiri semasa log masuk.',
      care: 'Jangan berikan pautan ini kepada sesiapa: sesiapa yang membukanya dapat melihat kata laluan anda.',
      loginLabel: 'Log masuk ke {brandName} di sini:',
      reason:
        '{isReset, select, true {Anda menerima e-mel ini kerana pentadbir menetapkan kata laluan baharu untuk {account} di {brandName}.} other {Anda menerima e-mel ini kerana akaun {brandName} telah dibuat untuk {account}.}}',
    },
    'setup-link': {
      subject:
        '{isRenewed, select, true {Pautan baharu untuk memilih kata laluan {brandName} anda} other {Pilih kata laluan untuk akaun {brandName} anda}}',
      preheader:
        '{isRenewed, select, true {Pautan terdahulu tidak sah lagi. Tiada apa-apa yang berubah pada akaun anda.} other {Langkah terakhir sebelum log masuk pertama anda.}}',
      heading: '{isRenewed, select, true {Ini pautan baharu anda} other {Pilih kata laluan anda}}',
      intro:
        '{isRenewed, select, true {Pautan terdahulu tidak sah lagi. Dengan pautan ini, anda memilih kata laluan untuk akaun {brandName} anda.} other {Akaun {brandName} telah dibuat untuk anda. Pilih kata laluan yang akan anda gunakan untuk log masuk.}}',
      accountLabel: 'Akaun',
      button: 'Pilih kata laluan',
      expiry: 'Pautan ini sah selama {expiresIn}, sehingga {expiresAt}.',
      singleUse: 'Ia boleh digunakan sekali sahaja.',
      care: 'Jangan berikan pautan ini kepada sesiapa: sesiapa yang memilikinya boleh memilih kata laluan anda.',
      notYou:
        'Anda tidak memintanya? Anda boleh mengabaikan e-mel ini: tiada apa-apa yang berubah pada akaun anda.',
      reason:
        '{isRenewed, select, true {Anda menerima e-mel ini kerana pautan terdahulu untuk {account} di {brandName} tidak sah lagi.} other {Anda menerima e-mel ini kerana akaun {brandName} telah dibuat untuk {account}.}}',
    },
    'password-reset-password': {
      subject: 'Kata laluan baharu untuk akaun {brandName} anda',
      preheader: 'Di dalam: cara log masuk mulai sekarang.',
      heading: 'Kata laluan baharu anda',
      intro:
        'Pentadbir telah menetapkan kata laluan baharu untuk akaun {brandName} anda; kata laluan lama tidak sah lagi. Log masuk dengan butiran ini; kata laluan boleh disalin sekali gus.',
      accountLabel: 'Akaun',
      passwordLabel:
        '{isTemporary, select, true {Kata laluan sementara} other {Kata laluan baharu}}',
      expiry:
        'Gunakannya dalam masa {expiresIn}: kata laluan ini tidak sah lagi mulai {expiresAt}.',
      mustChange: 'Anda akan diminta memilih kata laluan sendiri semasa log masuk.',
      button: 'Log masuk ke {brandName}',
      care: 'Jangan beritahu sesiapa kata laluan ini. Tiada sesiapa di {brandName} akan memintanya daripada anda.',
      reason:
        'Anda menerima e-mel ini kerana pentadbir menetapkan kata laluan baharu untuk {account} di {brandName}.',
    },
    'password-reset': {
      subject: 'Tetapkan kata laluan baharu untuk {brandName}',
      preheader: 'Begini cara menetapkan kata laluan baharu.',
      heading: 'Tetapkan kata laluan baharu',
      intro: 'Kata laluan baharu telah diminta untuk akaun {brandName} anda:',
      button: 'Tetapkan kata laluan baharu',
      expiry: 'Pautan ini sah selama {expiresIn}, sehingga {expiresAt}.',
      singleUse: 'Ia boleh digunakan sekali sahaja.',
      notYou:
        'Anda tidak memintanya? Anda tidak perlu berbuat apa-apa: kata laluan anda kekal seperti sedia ada.',
      reason:
        'Anda menerima e-mel ini kerana kata laluan baharu telah diminta untuk {account} di {brandName}.',
    },
    'password-reset-code': {
      subject: 'Kod {brandName} anda untuk menetapkan kata laluan baharu',
      preheader: 'Masukkan kod dalam e-mel ini di tempat anda memintanya.',
      heading: 'Kod anda untuk menetapkan kata laluan baharu',
      intro:
        'Kata laluan baharu telah diminta untuk akaun {brandName} anda. Masukkan kod ini di halaman tempat anda memintanya:',
      codeLabel: 'Kod',
      expiry: 'Kod ini sah selama {expiresIn}, sehingga {expiresAt}.',
      care: 'Jangan beritahu sesiapa kod ini. Tiada sesiapa di {brandName} akan memintanya daripada anda.',
      notYou:
        'Anda tidak memintanya? Anda tidak perlu berbuat apa-apa: kata laluan anda kekal seperti sedia ada.',
      reason:
        'Anda menerima e-mel ini kerana kata laluan baharu telah diminta untuk {account} di {brandName}.',
    },
    'password-changed': {
      subject: 'Kata laluan {brandName} anda telah ditukar',
      preheader: 'Jika anda yang menukarnya, anda tidak perlu berbuat apa-apa.',
      heading: 'Kata laluan anda telah ditukar',
      intro: 'Kata laluan akaun {brandName} anda telah ditukar:',
      itWasYou: 'Jika anda yang menukarnya, anda tidak perlu berbuat apa-apa.',
      notYou:
        'Jika bukan anda, tetapkan kata laluan baharu sekarang dan maklumkan kepada pihak yang menguruskan akaun {brandName} anda.',
      notYouSupport:
        'Jika bukan anda, tetapkan kata laluan baharu sekarang dan tulis kepada {supportEmail}.',
      reason: 'Anda menerima e-mel ini kerana kata laluan {account} di {brandName} telah ditukar.',
    },
  },
}
