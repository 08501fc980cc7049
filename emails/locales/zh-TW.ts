import type { Locale } from './en.ts'

/** Chinese as Taiwan writes it, polite form. */
export const zhTw: Locale = {
  tag: 'zh-TW',
  direction: 'ltr',
  messages: {
    shared: {
      greeting: '{name} 您好：',
      orCopyLink: '或將以下網址複製到瀏覽器中開啟：',
      support: '如有疑問，請來信 {supportEmail}。',
      automatic: '此郵件由系統自動寄出。',
      minutes: '{count, plural, other {# 分鐘}}',
      hours: '{count, plural, other {# 小時}}',
    },
    'password-issued': {
      subject: '您的 {brandName} 帳號已建立完成',
      preheader: '信中說明首次登入的方式。',
      heading: '您的帳號已建立完成',
      intro: '我們已為您建立 {brandName} 帳號。請使用以下資料登入，密碼可以整段複製。',
      accountLabel: '帳號',
      passwordLabel: '{isTemporary, select, true {臨時密碼} other {密碼}}',
      expiry: '請在 {expiresIn}內使用：{expiresAt} 起失效。',
      mustChange: '登入時，系統會請您設定自己的密碼。',
      button: '登入 {brandName}',
      care: '請勿將此密碼告訴他人。{brandName} 的任何人員都不會向您索取密碼。',
      reason: '您收到此郵件，是因為 {account} 的 {brandName} 帳號已建立。',
    },
    'reveal-link': {
      subject:
        '{isReset, select, true {查看您的 {brandName} 新密碼} other {您的 {brandName} 新帳號：查看密碼}}',
      preheader: '信中的連結只會顯示一次您的密碼。',
      heading: '{isReset, select, true {您的新密碼} other {您的帳號已建立完成}}',
      intro:
        '{isReset, select, true {管理員已為您的 {brandName} 帳號設定新密碼，舊密碼不再有效。} other {我們已為您建立 {brandName} 帳號。}}',
      accountLabel: '帳號',
      once: '此連結只會顯示一次您的密碼，請在準備登入時再開啟。',
      button: '顯示密碼',
      expiry: '連結在 {expiresIn}內有效，期限至 {expiresAt}。',
      mustChange: '登入時，系統會請您設定自己的密碼。',
      care: '請勿將此連結告訴他人：任何人開啟連結都能看到您的密碼。',
      loginLabel: '在此登入 {brandName}：',
      reason:
        '{isReset, select, true {您收到此郵件，是因為管理員已為 {brandName} 的 {account} 設定新密碼。} other {您收到此郵件，是因為 {account} 的 {brandName} 帳號已建立。}}',
    },
    'setup-link': {
      subject:
        '{isRenewed, select, true {設定 {brandName} 密碼的新連結} other {請為您的 {brandName} 帳號設定密碼}}',
      preheader:
        '{isRenewed, select, true {先前的連結已失效。您的帳號沒有任何變更。} other {首次登入前的最後一個步驟。}}',
      heading: '{isRenewed, select, true {這是您的新連結} other {設定您的密碼}}',
      intro:
        '{isRenewed, select, true {先前的連結已失效。請透過此連結設定您的 {brandName} 帳號密碼。} other {我們已為您建立 {brandName} 帳號。請設定登入時使用的密碼。}}',
      accountLabel: '帳號',
      button: '設定密碼',
      expiry: '連結在 {expiresIn}內有效，期限至 {expiresAt}。',
      singleUse: '連結只能使用一次。',
      care: '請勿將此連結告訴他人：任何人取得連結都能設定您的密碼。',
      notYou: '如果這不是您提出的要求，可以忽略此郵件：您的帳號沒有任何變更。',
      reason:
        '{isRenewed, select, true {您收到此郵件，是因為 {brandName} 的 {account} 先前的連結已失效。} other {您收到此郵件，是因為 {account} 的 {brandName} 帳號已建立。}}',
    },
    'password-reset-password': {
      subject: '您的 {brandName} 帳號的新密碼',
      preheader: '信中說明今後登入的方式。',
      heading: '您的新密碼',
      intro:
        '管理員已為您的 {brandName} 帳號設定新密碼，舊密碼不再有效。請使用以下資料登入，密碼可以整段複製。',
      accountLabel: '帳號',
      passwordLabel: '{isTemporary, select, true {臨時密碼} other {新密碼}}',
      expiry: '請在 {expiresIn}內使用：{expiresAt} 起失效。',
      mustChange: '登入時，系統會請您設定自己的密碼。',
      button: '登入 {brandName}',
      care: '請勿將此密碼告訴他人。{brandName} 的任何人員都不會向您索取密碼。',
      reason: '您收到此郵件，是因為管理員已為 {brandName} 的 {account} 設定新密碼。',
    },
    'password-reset': {
      subject: '設定 {brandName} 的新密碼',
      preheader: '以下是設定新密碼的方式。',
      heading: '設定新密碼',
      intro: '我們收到為您的以下 {brandName} 帳號設定新密碼的要求：',
      button: '設定新密碼',
      expiry: '連結在 {expiresIn}內有效，期限至 {expiresAt}。',
      singleUse: '連結只能使用一次。',
      notYou: '如果這不是您提出的要求，則無須採取任何動作：您的密碼維持不變。',
      reason: '您收到此郵件，是因為有人要求為 {brandName} 的 {account} 設定新密碼。',
    },
    'password-reset-code': {
      subject: '用於設定 {brandName} 新密碼的驗證碼',
      preheader: '請在您提出要求的頁面輸入信中的驗證碼。',
      heading: '用於設定新密碼的驗證碼',
      intro:
        '我們收到為您的 {brandName} 帳號設定新密碼的要求。請在您提出要求的頁面輸入以下驗證碼：',
      codeLabel: '驗證碼',
      expiry: '驗證碼在 {expiresIn}內有效，期限至 {expiresAt}。',
      care: '請勿將此驗證碼告訴他人。{brandName} 的任何人員都不會向您索取驗證碼。',
      notYou: '如果這不是您提出的要求，則無須採取任何動作：您的密碼維持不變。',
      reason: '您收到此郵件，是因為有人要求為 {brandName} 的 {account} 設定新密碼。',
    },
    'password-changed': {
      subject: '您的 {brandName} 密碼已變更',
      preheader: '如果是您本人所為，則無須處理。',
      heading: '您的密碼已變更',
      intro: '您的以下 {brandName} 帳號的密碼已變更：',
      itWasYou: '如果是您本人所為，則無須處理。',
      notYou: '如果不是您本人所為，請立即設定新密碼，並通知負責您 {brandName} 帳號的人員。',
      notYouSupport: '如果不是您本人所為，請立即設定新密碼，並來信 {supportEmail}。',
      reason: '您收到此郵件，是因為 {brandName} 的 {account} 的密碼已變更。',
    },
  },
}
