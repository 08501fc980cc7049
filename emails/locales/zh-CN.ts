import type { Locale } from './en.ts'

/** Chinese as mainland China writes it, polite form. */
export const zhCn: Locale = {
  tag: 'zh-CN',
  direction: 'ltr',
  messages: {
    shared: {
      greeting: '{name}，您好：',
      orCopyLink: '或将以下网址复制到浏览器中打开：',
      support: '如有疑问，请发送邮件至 {supportEmail}。',
      automatic: '本邮件由系统自动发送。',
      minutes: '{count, plural, other {# 分钟}}',
      hours: '{count, plural, other {# 小时}}',
    },
    'password-issued': {
      subject: '您的 {brandName} 账号已开通',
      preheader: '邮件中说明了首次登录的方法。',
      heading: '您的账号已开通',
      intro: '已为您创建 {brandName} 账号。请使用以下信息登录，密码可以整段复制。',
      accountLabel: '账号',
      passwordLabel: '{isTemporary, select, true {临时密码} other {密码}}',
      expiry: '请在 {expiresIn}内使用：{expiresAt} 起失效。',
      mustChange: '登录时，系统会要求您设置自己的密码。',
      button: '登录 {brandName}',
      care: '请勿将此密码告诉他人。{brandName} 的任何人员都不会向您索要密码。',
      reason: '您收到此邮件，是因为已为 {account} 创建 {brandName} 账号。',
    },
    'reveal-link': {
      subject:
        '{isReset, select, true {查看您的 {brandName} 新密码} other {您的 {brandName} 新账号：查看密码}}',
      preheader: '邮件中的链接只会显示一次您的密码。',
      heading: '{isReset, select, true {您的新密码} other {您的账号已开通}}',
      intro:
        '{isReset, select, true {管理员已为您的 {brandName} 账号设置新密码，旧密码不再有效。} other {已为您创建 {brandName} 账号。}}',
      accountLabel: '账号',
      once: '此链接只会显示一次您的密码。请在准备登录时再打开。',
      button: '显示密码',
      expiry: '链接在 {expiresIn}内有效，截止时间为 {expiresAt}。',
      mustChange: '登录时，系统会要求您设置自己的密码。',
      care: '请勿将此链接告诉他人：任何人打开链接都能看到您的密码。',
      loginLabel: '在此登录 {brandName}：',
      reason:
        '{isReset, select, true {您收到此邮件，是因为管理员已为 {brandName} 的 {account} 设置新密码。} other {您收到此邮件，是因为已为 {account} 创建 {brandName} 账号。}}',
    },
    'setup-link': {
      subject:
        '{isRenewed, select, true {设置 {brandName} 密码的新链接} other {请为您的 {brandName} 账号设置密码}}',
      preheader:
        '{isRenewed, select, true {之前的链接已失效。您的账号没有任何变化。} other {首次登录前的最后一步。}}',
      heading: '{isRenewed, select, true {这是您的新链接} other {设置您的密码}}',
      intro:
        '{isRenewed, select, true {之前的链接已失效。请通过此链接设置您的 {brandName} 账号密码。} other {已为您创建 {brandName} 账号。请设置登录时使用的密码。}}',
      accountLabel: '账号',
      button: '设置密码',
      expiry: '链接在 {expiresIn}内有效，截止时间为 {expiresAt}。',
      singleUse: '链接只能使用一次。',
      care: '请勿将此链接告诉他人：任何人拿到链接都能设置您的密码。',
      notYou: '如果这不是您本人的请求，可以忽略此邮件：您的账号没有任何变化。',
      reason:
        '{isRenewed, select, true {您收到此邮件，是因为 {brandName} 的 {account} 之前的链接已失效。} other {您收到此邮件，是因为已为 {account} 创建 {brandName} 账号。}}',
    },
    'password-reset-password': {
      subject: '您的 {brandName} 账号的新密码',
      preheader: '邮件中说明了今后登录的方法。',
      heading: '您的新密码',
      intro:
        '管理员已为您的 {brandName} 账号设置新密码，旧密码不再有效。请使用以下信息登录，密码可以整段复制。',
      accountLabel: '账号',
      passwordLabel: '{isTemporary, select, true {临时密码} other {新密码}}',
      expiry: '请在 {expiresIn}内使用：{expiresAt} 起失效。',
      mustChange: '登录时，系统会要求您设置自己的密码。',
      button: '登录 {brandName}',
      care: '请勿将此密码告诉他人。{brandName} 的任何人员都不会向您索要密码。',
      reason: '您收到此邮件，是因为管理员已为 {brandName} 的 {account} 设置新密码。',
    },
    'password-reset': {
      subject: '设置 {brandName} 的新密码',
      preheader: '以下是设置新密码的方法。',
      heading: '设置新密码',
      intro: '我们收到了为您的以下 {brandName} 账号设置新密码的请求：',
      button: '设置新密码',
      expiry: '链接在 {expiresIn}内有效，截止时间为 {expiresAt}。',
      singleUse: '链接只能使用一次。',
      notYou: '如果这不是您本人的请求，则无需任何操作：您的密码保持不变。',
      reason: '您收到此邮件，是因为有人请求为 {brandName} 的 {account} 设置新密码。',
    },
    'password-reset-code': {
      subject: '用于设置 {brandName} 新密码的验证码',
      preheader: '请在您提出请求的页面输入邮件中的验证码。',
      heading: '用于设置新密码的验证码',
      intro:
        '我们收到了为您的 {brandName} 账号设置新密码的请求。请在您提出请求的页面输入以下验证码：',
      codeLabel: '验证码',
      expiry: '验证码在 {expiresIn}内有效，截止时间为 {expiresAt}。',
      care: '请勿将此验证码告诉他人。{brandName} 的任何人员都不会向您索要验证码。',
      notYou: '如果这不是您本人的请求，则无需任何操作：您的密码保持不变。',
      reason: '您收到此邮件，是因为有人请求为 {brandName} 的 {account} 设置新密码。',
    },
    'password-changed': {
      subject: '您的 {brandName} 密码已更改',
      preheader: '如果是您本人操作，则无需处理。',
      heading: '您的密码已更改',
      intro: '您的以下 {brandName} 账号的密码已更改：',
      itWasYou: '如果是您本人操作，则无需处理。',
      notYou: '如果不是您本人操作，请立即设置新密码，并告知负责您 {brandName} 账号的人员。',
      notYouSupport: '如果不是您本人操作，请立即设置新密码，并发送邮件至 {supportEmail}。',
      reason: '您收到此邮件，是因为 {brandName} 的 {account} 的密码已更改。',
    },
  },
}
