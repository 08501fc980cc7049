import type { PageWords } from '../page-words.ts'

/** Japanese. */
export const words: PageWords = {
  direction: 'ltr',
  title: '新しいパスワードの設定',
  intro: 'このリンクは一度だけ使えます。新しいパスワードを設定するまで、何も変更されません。',
  token: 'メールに記載のリンク',
  tokenHint: 'リンク全体をここに貼り付けてください。',
  password: '新しいパスワード',
  passwordHint: '複数の単語を並べると、覚えやすく推測されにくくなります。',
  lengthHint: '{min}文字以上で入力してください。複数の単語を並べると覚えやすくなります。',
  show: 'パスワードを表示',
  hide: 'パスワードを隠す',
  submit: 'パスワードを設定',
  refused: 'このパスワードは使用できません。',
  tooShort: '{min}文字以上にしてください。',
  tooLong: '{max}文字以下にしてください。',
  lowerMissing: '英小文字を含めてください。',
  upperMissing: '英大文字を含めてください。',
  digitMissing: '数字を含めてください。',
  symbolMissing: '記号を含めてください。',
  oneOfMissing: '次のいずれかの文字を含めてください：{of}',
  notAllowed: '使用できるのは次の文字だけです：{of}',
  tooManyAlike: '同じ文字を{max}回より多く続けないでください。',
  tooWeak: '推測されやすいパスワードです。予想されにくい単語を一つか二つ加えてください。',
  reused: '以前に使用したパスワードです。',
  breached: '流出したパスワードの一覧に含まれています。',
  wordExcluded: '「{word}」を含めないでください。',
  ownName: 'お名前やメールアドレスを含めないでください。',
  directoryRefused:
    'アカウントの規則により拒否されました。より長く、一般的でないものをお試しください。',
  busy: 'このアカウントは現在変更中です。数秒後にもう一度お試しください。',
  failed:
    '変更を確認できませんでした。リンクは引き続き有効です。1分ほど待ってからもう一度お試しください。',
  doneTitle: 'パスワードを変更しました',
  done: '新しいパスワードで{brand}にログインできます。',
  doneMail: '変更を確認するメールをお送りします。',
  login: 'ログイン画面へ',
  invalidTitle: 'このリンクは使用できません',
  invalid:
    'すでに使用されたか、新しいリンクに置き換えられたか、有効期限が切れています。ログイン画面から新しいリンクを請求してください。',
}
