import type { Locale } from './en.ts'

/** Japanese, polite form. */
export const ja: Locale = {
  tag: 'ja',
  direction: 'ltr',
  messages: {
    shared: {
      greeting: '{name} 様',
      orCopyLink: 'または、次のアドレスをブラウザーに貼り付けてください。',
      support: 'ご不明な点は {supportEmail} までお問い合わせください。',
      automatic: 'このメールは自動送信されています。',
      minutes: '{count, plural, other {#分}}',
      hours: '{count, plural, other {#時間}}',
    },
    'password-issued': {
      subject: '{brandName} のアカウントが作成されました',
      preheader: '初回ログインの方法をご案内します。',
      heading: 'アカウントが作成されました',
      intro:
        '{brandName} のアカウントをご用意しました。次の情報でログインしてください。パスワードはそのままコピーできます。',
      accountLabel: 'アカウント',
      passwordLabel: '{isTemporary, select, true {仮パスワード} other {パスワード}}',
      expiry: '{expiresIn}以内にご利用ください。{expiresAt} を過ぎると使えなくなります。',
      mustChange: 'ログインの際に、ご自身のパスワードの設定をお願いします。',
      button: '{brandName} にログイン',
      care: 'このパスワードは誰にも教えないでください。{brandName} の担当者がお尋ねすることはありません。',
      reason:
        '{account} のアカウントが {brandName} に作成されたため、このメールをお送りしています。',
    },
    'reveal-link': {
      subject:
        '{isReset, select, true {{brandName} の新しいパスワードをご確認ください} other {{brandName} のアカウントのパスワードをご確認ください}}',
      preheader: 'このメールのリンクから、パスワードを一度だけ表示できます。',
      heading:
        '{isReset, select, true {新しいパスワードのご案内} other {アカウントが作成されました}}',
      intro:
        '{isReset, select, true {管理者が {brandName} のアカウントに新しいパスワードを設定しました。以前のパスワードはもう使えません。} other {{brandName} のアカウントをご用意しました。}}',
      accountLabel: 'アカウント',
      once: 'パスワードが表示されるのは一度だけです。ログインの準備ができてからリンクを開いてください。',
      button: 'パスワードを表示',
      expiry: 'このリンクの有効時間は{expiresIn}です（{expiresAt} まで）。',
      mustChange: 'ログインの際に、ご自身のパスワードの設定をお願いします。',
      care: 'このリンクは誰にも教えないでください。リンクを開いた人にパスワードが表示されます。',
      loginLabel: '{brandName} へのログインはこちらからお願いします。',
      reason:
        '{isReset, select, true {管理者が {brandName} の {account} に新しいパスワードを設定したため、このメールをお送りしています。} other {{account} のアカウントが {brandName} に作成されたため、このメールをお送りしています。}}',
    },
    'setup-link': {
      subject:
        '{isRenewed, select, true {{brandName} のパスワードを設定する新しいリンク} other {{brandName} のアカウントのパスワードを設定してください}}',
      preheader:
        '{isRenewed, select, true {以前のリンクは使えなくなりました。アカウントに変更はありません。} other {初回ログインの前に、パスワードの設定をお願いします。}}',
      heading: '{isRenewed, select, true {新しいリンクのご案内} other {パスワードの設定}}',
      intro:
        '{isRenewed, select, true {以前のリンクは使えなくなりました。{brandName} のアカウントのパスワードは、こちらの新しいリンクから設定できます。} other {{brandName} のアカウントをご用意しました。ログインに使うパスワードを設定してください。}}',
      accountLabel: 'アカウント',
      button: 'パスワードを設定',
      expiry: 'このリンクの有効時間は{expiresIn}です（{expiresAt} まで）。',
      singleUse: 'リンクは一度だけ使えます。',
      care: 'このリンクは誰にも教えないでください。リンクを知っている人は、パスワードを設定できてしまいます。',
      notYou:
        'お心当たりがない場合は、このメールを無視していただいて構いません。アカウントに変更はありません。',
      reason:
        '{isRenewed, select, true {{brandName} の {account} についてお送りした以前のリンクが使えなくなったため、このメールをお送りしています。} other {{account} のアカウントが {brandName} に作成されたため、このメールをお送りしています。}}',
    },
    'password-reset-password': {
      subject: '{brandName} の新しいパスワードのお知らせ',
      preheader: '今後のログイン方法をご案内します。',
      heading: '新しいパスワードのお知らせ',
      intro:
        '管理者が {brandName} のアカウントに新しいパスワードを設定しました。以前のパスワードはもう使えません。次の情報でログインしてください。パスワードはそのままコピーできます。',
      accountLabel: 'アカウント',
      passwordLabel: '{isTemporary, select, true {仮パスワード} other {新しいパスワード}}',
      expiry: '{expiresIn}以内にご利用ください。{expiresAt} を過ぎると使えなくなります。',
      mustChange: 'ログインの際に、ご自身のパスワードの設定をお願いします。',
      button: '{brandName} にログイン',
      care: 'このパスワードは誰にも教えないでください。{brandName} の担当者がお尋ねすることはありません。',
      reason:
        '管理者が {brandName} の {account} に新しいパスワードを設定したため、このメールをお送りしています。',
    },
    'password-reset': {
      subject: '{brandName} の新しいパスワードの設定',
      preheader: '新しいパスワードを設定する方法をご案内します。',
      heading: '新しいパスワードの設定',
      intro: '{brandName} の次のアカウントについて、パスワードの再設定が申し込まれました。',
      button: '新しいパスワードを設定',
      expiry: 'このリンクの有効時間は{expiresIn}です（{expiresAt} まで）。',
      singleUse: 'リンクは一度だけ使えます。',
      notYou: 'お心当たりがない場合は、何もする必要はありません。パスワードは変更されません。',
      reason:
        '{brandName} の {account} についてパスワードの再設定が申し込まれたため、このメールをお送りしています。',
    },
    'password-reset-code': {
      subject: '{brandName} のパスワード再設定コード',
      preheader: 'お申し込みの画面に、このメールのコードを入力してください。',
      heading: 'パスワード再設定コード',
      intro:
        '{brandName} のアカウントについて、パスワードの再設定が申し込まれました。お申し込みの画面に次のコードを入力してください。',
      codeLabel: 'コード',
      expiry: 'このコードの有効時間は{expiresIn}です（{expiresAt} まで）。',
      care: 'このコードは誰にも教えないでください。{brandName} の担当者がお尋ねすることはありません。',
      notYou: 'お心当たりがない場合は、何もする必要はありません。パスワードは変更されません。',
      reason:
        '{brandName} の {account} についてパスワードの再設定が申し込まれたため、このメールをお送りしています。',
    },
    'password-changed': {
      subject: '{brandName} のパスワードが変更されました',
      preheader: 'ご本人による変更であれば、手続きは必要ありません。',
      heading: 'パスワードが変更されました',
      intro: '{brandName} の次のアカウントのパスワードが変更されました。',
      itWasYou: 'ご本人による変更であれば、手続きは必要ありません。',
      notYou:
        'お心当たりがない場合は、すぐに新しいパスワードを設定し、{brandName} のアカウントの管理者にご連絡ください。',
      notYouSupport:
        'お心当たりがない場合は、すぐに新しいパスワードを設定し、{supportEmail} までご連絡ください。',
      reason:
        '{brandName} の {account} のパスワードが変更されたため、このメールをお送りしています。',
    },
  },
}
