import type { Locale } from './en.ts'

/** Indonesian, with the polite "Anda". */
export const id: Locale = {
  tag: 'id',
  direction: 'ltr',
  messages: {
    shared: {
      greeting: 'Halo {name},',
      orCopyLink: 'Atau salin alamat ini ke browser Anda:',
      support: 'Ada pertanyaan? Tulis ke {supportEmail}.',
      automatic: 'Email ini dikirim secara otomatis.',
      minutes: '{count, plural, other {# menit}}',
      hours: '{count, plural, other {# jam}}',
    },
    'password-issued': {
      subject: 'Akun {brandName} Anda sudah siap',
      preheader: 'Isi email: cara login untuk pertama kali.',
      heading: 'Akun Anda sudah siap',
      intro:
        'Akun {brandName} telah dibuat untuk Anda. Login dengan data berikut; kata sandi dapat disalin sekaligus.',
      accountLabel: 'Akun',
      passwordLabel: '{isTemporary, select, true {Kata sandi sementara} other {Kata sandi}}',
      expiry: 'Gunakan dalam {expiresIn}: kata sandi ini tidak berlaku lagi mulai {expiresAt}.',
      mustChange: 'Anda akan diminta membuat kata sandi sendiri saat login.',
      button: 'Login ke {brandName}',
      care: 'Jangan berikan kata sandi ini kepada siapa pun. Tidak ada pihak {brandName} yang akan memintanya.',
      reason: 'Anda menerima email ini karena akun {brandName} telah dibuat untuk {account}.',
    },
    'reveal-link': {
      subject:
        '{isReset, select, true {Lihat kata sandi baru Anda untuk {brandName}} other {Akun {brandName} baru Anda: lihat kata sandi}}',
      preheader: 'Tautan di email ini menampilkan kata sandi Anda satu kali.',
      heading: '{isReset, select, true {Kata sandi baru Anda} other {Akun Anda sudah siap}}',
      intro:
        '{isReset, select, true {Administrator telah menetapkan kata sandi baru untuk akun {brandName} Anda; kata sandi lama tidak berlaku lagi.} other {Akun {brandName} telah dibuat untuk Anda.}}',
      accountLabel: 'Akun',
      once: 'Tautan ini menampilkan kata sandi Anda satu kali. Buka saat Anda siap untuk login.',
      button: 'Tampilkan kata sandi',
      expiry: 'Tautan berlaku selama {expiresIn}, hingga {expiresAt}.',
      mustChange: 'Anda akan diminta membuat kata sandi sendiri saat login.',
      care: 'Jangan berikan tautan ini kepada siapa pun: siapa saja yang membukanya dapat melihat kata sandi Anda.',
      loginLabel: 'Login ke {brandName} di sini:',
      reason:
        '{isReset, select, true {Anda menerima email ini karena administrator menetapkan kata sandi baru untuk {account} di {brandName}.} other {Anda menerima email ini karena akun {brandName} telah dibuat untuk {account}.}}',
    },
    'setup-link': {
      subject:
        '{isRenewed, select, true {Tautan baru untuk membuat kata sandi {brandName} Anda} other {Buat kata sandi untuk akun {brandName} Anda}}',
      preheader:
        '{isRenewed, select, true {Tautan sebelumnya tidak berlaku lagi. Tidak ada yang berubah pada akun Anda.} other {Langkah terakhir sebelum login pertama Anda.}}',
      heading: '{isRenewed, select, true {Ini tautan baru Anda} other {Buat kata sandi Anda}}',
      intro:
        '{isRenewed, select, true {Tautan sebelumnya tidak berlaku lagi. Dengan tautan ini Anda membuat kata sandi untuk akun {brandName} Anda.} other {Akun {brandName} telah dibuat untuk Anda. Buat kata sandi yang akan Anda gunakan untuk login.}}',
      accountLabel: 'Akun',
      button: 'Buat kata sandi',
      expiry: 'Tautan berlaku selama {expiresIn}, hingga {expiresAt}.',
      singleUse: 'Hanya dapat digunakan satu kali.',
      care: 'Jangan berikan tautan ini kepada siapa pun: siapa saja yang memilikinya dapat membuat kata sandi Anda.',
      notYou:
        'Tidak merasa memintanya? Anda dapat mengabaikan email ini: tidak ada yang berubah pada akun Anda.',
      reason:
        '{isRenewed, select, true {Anda menerima email ini karena tautan sebelumnya untuk {account} di {brandName} tidak berlaku lagi.} other {Anda menerima email ini karena akun {brandName} telah dibuat untuk {account}.}}',
    },
    'password-reset-password': {
      subject: 'Kata sandi baru untuk akun {brandName} Anda',
      preheader: 'Isi email: cara login mulai sekarang.',
      heading: 'Kata sandi baru Anda',
      intro:
        'Administrator telah menetapkan kata sandi baru untuk akun {brandName} Anda; kata sandi lama tidak berlaku lagi. Login dengan data berikut; kata sandi dapat disalin sekaligus.',
      accountLabel: 'Akun',
      passwordLabel: '{isTemporary, select, true {Kata sandi sementara} other {Kata sandi baru}}',
      expiry: 'Gunakan dalam {expiresIn}: kata sandi ini tidak berlaku lagi mulai {expiresAt}.',
      mustChange: 'Anda akan diminta membuat kata sandi sendiri saat login.',
      button: 'Login ke {brandName}',
      care: 'Jangan berikan kata sandi ini kepada siapa pun. Tidak ada pihak {brandName} yang akan memintanya.',
      reason:
        'Anda menerima email ini karena administrator menetapkan kata sandi baru untuk {account} di {brandName}.',
    },
    'password-reset': {
      subject: 'Buat kata sandi baru untuk {brandName}',
      preheader: 'Begini cara membuat kata sandi baru.',
      heading: 'Buat kata sandi baru',
      intro: 'Ada permintaan kata sandi baru untuk akun {brandName} Anda:',
      button: 'Buat kata sandi baru',
      expiry: 'Tautan berlaku selama {expiresIn}, hingga {expiresAt}.',
      singleUse: 'Hanya dapat digunakan satu kali.',
      notYou:
        'Tidak merasa memintanya? Anda tidak perlu melakukan apa pun: kata sandi Anda tetap sama.',
      reason:
        'Anda menerima email ini karena ada permintaan kata sandi baru untuk {account} di {brandName}.',
    },
    'password-reset-code': {
      subject: 'Kode {brandName} Anda untuk membuat kata sandi baru',
      preheader: 'Masukkan kode di email ini di tempat Anda memintanya.',
      heading: 'Kode untuk membuat kata sandi baru',
      intro:
        'Ada permintaan kata sandi baru untuk akun {brandName} Anda. Masukkan kode ini di halaman tempat Anda memintanya:',
      codeLabel: 'Kode',
      expiry: 'Kode berlaku selama {expiresIn}, hingga {expiresAt}.',
      care: 'Jangan berikan kode ini kepada siapa pun. Tidak ada pihak {brandName} yang akan memintanya.',
      notYou:
        'Tidak merasa memintanya? Anda tidak perlu melakukan apa pun: kata sandi Anda tetap sama.',
      reason:
        'Anda menerima email ini karena ada permintaan kata sandi baru untuk {account} di {brandName}.',
    },
    'password-changed': {
      subject: 'Kata sandi {brandName} Anda telah diubah',
      preheader: 'Jika Anda yang mengubahnya, tidak perlu melakukan apa pun.',
      heading: 'Kata sandi Anda telah diubah',
      intro: 'Kata sandi akun {brandName} Anda telah diubah:',
      itWasYou: 'Jika Anda yang mengubahnya, tidak perlu melakukan apa pun.',
      notYou:
        'Jika bukan Anda, segera buat kata sandi baru dan beri tahu pihak yang mengelola akun {brandName} Anda.',
      notYouSupport: 'Jika bukan Anda, segera buat kata sandi baru dan tulis ke {supportEmail}.',
      reason: 'Anda menerima email ini karena kata sandi {account} di {brandName} telah diubah.',
    },
  },
}
