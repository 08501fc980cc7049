import type { Locale } from './en.ts'

/** Turkish, formal address. */
export const tr: Locale = {
  tag: 'tr',
  direction: 'ltr',
  messages: {
    shared: {
      greeting: 'Merhaba {name},',
      orCopyLink: 'Ya da şu adresi tarayıcınıza kopyalayın:',
      support: 'Sorularınız mı var? {supportEmail} adresine yazın.',
      automatic: 'Bu e-posta otomatik olarak gönderildi.',
      minutes: '{count, plural, one {# dakika} other {# dakika}}',
      hours: '{count, plural, one {# saat} other {# saat}}',
    },
    'password-issued': {
      subject: '{brandName} hesabınız hazır',
      preheader: 'İlk kez nasıl oturum açacağınız bu e-postada.',
      heading: 'Hesabınız hazır',
      intro:
        'Sizin için bir {brandName} hesabı oluşturuldu. Bu bilgilerle oturum açın; parolayı bütün olarak kopyalayabilirsiniz.',
      accountLabel: 'Hesap',
      passwordLabel: '{isTemporary, select, true {Geçici parola} other {Parola}}',
      expiry: '{expiresIn} içinde kullanın: {expiresAt} itibarıyla geçersiz olur.',
      mustChange: 'Oturum açarken kendi parolanızı seçmeniz istenecek.',
      button: '{brandName} hesabında oturum aç',
      care: 'Bu parolayı kimseyle paylaşmayın. {brandName} adına hiç kimse sizden bu parolayı istemez.',
      reason: 'Bu e-postayı, {account} için bir {brandName} hesabı oluşturulduğundan aldınız.',
    },
    'reveal-link': {
      subject:
        '{isReset, select, true {Yeni {brandName} parolanızı görün} other {Yeni {brandName} hesabınız: parolanızı görün}}',
      preheader: 'Bu e-postadaki bağlantı parolanızı yalnızca bir kez gösterir.',
      heading: '{isReset, select, true {Yeni parolanız} other {Hesabınız hazır}}',
      intro:
        '{isReset, select, true {Bir yönetici {brandName} hesabınız için yeni bir parola belirledi; eski parola artık geçerli değil.} other {Sizin için bir {brandName} hesabı oluşturuldu.}}',
      accountLabel: 'Hesap',
      once: 'Bağlantı parolanızı yalnızca bir kez gösterir. Oturum açmaya hazır olduğunuzda açın.',
      button: 'Parolayı göster',
      expiry: 'Bağlantı {expiresIn} geçerlidir; sona erme: {expiresAt}.',
      mustChange: 'Oturum açarken kendi parolanızı seçmeniz istenecek.',
      care: 'Bu bağlantıyı kimseyle paylaşmayın: Açan herkes parolanızı görür.',
      loginLabel: '{brandName} hesabınızda buradan oturum açabilirsiniz:',
      reason:
        '{isReset, select, true {Bu e-postayı, bir yönetici {account} {brandName} hesabı için yeni bir parola belirlediğinden aldınız.} other {Bu e-postayı, {account} için bir {brandName} hesabı oluşturulduğundan aldınız.}}',
    },
    'setup-link': {
      subject:
        '{isRenewed, select, true {{brandName} parolanızı seçmek için yeni bağlantı} other {{brandName} hesabınız için bir parola seçin}}',
      preheader:
        '{isRenewed, select, true {Önceki bağlantı artık geçerli değil. Hesabınızda hiçbir şey değişmedi.} other {İlk kez oturum açmadan önceki son adım.}}',
      heading: '{isRenewed, select, true {İşte yeni bağlantınız} other {Parolanızı seçin}}',
      intro:
        '{isRenewed, select, true {Önceki bağlantı artık geçerli değil. Bu bağlantıyla {brandName} hesabınızın parolasını seçebilirsiniz.} other {Sizin için bir {brandName} hesabı oluşturuldu. Oturum açarken kullanacağınız parolayı seçin.}}',
      accountLabel: 'Hesap',
      button: 'Parola seç',
      expiry: 'Bağlantı {expiresIn} geçerlidir; sona erme: {expiresAt}.',
      singleUse: 'Yalnızca bir kez kullanılabilir.',
      care: 'Bu bağlantıyı kimseyle paylaşmayın: Ona sahip olan herkes parolanızı seçebilir.',
      notYou:
        'Bunu siz istemediniz mi? O hâlde bu e-postayı dikkate almayabilirsiniz: Hesabınızda hiçbir şey değişmedi.',
      reason:
        '{isRenewed, select, true {Bu e-postayı, {account} {brandName} hesabına ait önceki bir bağlantı artık geçerli olmadığından aldınız.} other {Bu e-postayı, {account} için bir {brandName} hesabı oluşturulduğundan aldınız.}}',
    },
    'password-reset-password': {
      subject: '{brandName} hesabınız için yeni parola',
      preheader: 'Bundan sonra nasıl oturum açacağınız bu e-postada.',
      heading: 'Yeni parolanız',
      intro:
        'Bir yönetici {brandName} hesabınız için yeni bir parola belirledi; eski parola artık geçerli değil. Bu bilgilerle oturum açın; parolayı bütün olarak kopyalayabilirsiniz.',
      accountLabel: 'Hesap',
      passwordLabel: '{isTemporary, select, true {Geçici parola} other {Yeni parola}}',
      expiry: '{expiresIn} içinde kullanın: {expiresAt} itibarıyla geçersiz olur.',
      mustChange: 'Oturum açarken kendi parolanızı seçmeniz istenecek.',
      button: '{brandName} hesabında oturum aç',
      care: 'Bu parolayı kimseyle paylaşmayın. {brandName} adına hiç kimse sizden bu parolayı istemez.',
      reason:
        'Bu e-postayı, bir yönetici {account} {brandName} hesabı için yeni bir parola belirlediğinden aldınız.',
    },
    'password-reset': {
      subject: '{brandName} için yeni parola belirleyin',
      preheader: 'Yeni bir parolayı şöyle belirleyebilirsiniz.',
      heading: 'Yeni parola belirleyin',
      intro: '{brandName} hesabınız için yeni bir parola istendi:',
      button: 'Yeni parola belirleyin',
      expiry: 'Bağlantı {expiresIn} geçerlidir; sona erme: {expiresAt}.',
      singleUse: 'Yalnızca bir kez kullanılabilir.',
      notYou: 'Bunu siz istemediniz mi? O hâlde bir şey yapmanız gerekmez: Parolanız değişmez.',
      reason:
        'Bu e-postayı, {account} {brandName} hesabı için yeni bir parola istendiğinden aldınız.',
    },
    'password-reset-code': {
      subject: '{brandName} için yeni parola belirleme kodunuz',
      preheader: 'Bu e-postadaki kodu, onu istediğiniz sayfaya girin.',
      heading: 'Yeni parola belirleme kodunuz',
      intro:
        '{brandName} hesabınız için yeni bir parola istendi. Bu kodu, onu istediğiniz sayfaya girin:',
      codeLabel: 'Kod',
      expiry: 'Kod {expiresIn} geçerlidir; sona erme: {expiresAt}.',
      care: 'Bu kodu kimseyle paylaşmayın. {brandName} adına hiç kimse sizden bu kodu istemez.',
      notYou: 'Bunu siz istemediniz mi? O hâlde bir şey yapmanız gerekmez: Parolanız değişmez.',
      reason:
        'Bu e-postayı, {account} {brandName} hesabı için yeni bir parola istendiğinden aldınız.',
    },
    'password-changed': {
      subject: '{brandName} parolanız değiştirildi',
      preheader: 'Siz değiştirdiyseniz yapmanız gereken bir şey yok.',
      heading: 'Parolanız değiştirildi',
      intro: '{brandName} hesabınızın parolası değiştirildi:',
      itWasYou: 'Bunu siz yaptıysanız yapmanız gereken bir şey yok.',
      notYou:
        'Siz değilseniz hemen yeni bir parola belirleyin ve {brandName} hesabınızla ilgilenen kişilere haber verin.',
      notYouSupport:
        'Siz değilseniz hemen yeni bir parola belirleyin ve {supportEmail} adresine yazın.',
      reason: 'Bu e-postayı, {account} {brandName} hesabının parolası değiştirildiğinden aldınız.',
    },
  },
}
