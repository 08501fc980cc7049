import type { Locale } from './en.ts'

/** Korean, formal polite style. */
export const ko: Locale = {
  tag: 'ko',
  direction: 'ltr',
  messages: {
    shared: {
      greeting: '{name} 님, 안녕하세요.',
      orCopyLink: '또는 다음 주소를 복사하여 브라우저에 붙여 넣으세요.',
      support: '궁금한 점이 있으면 {supportEmail}(으)로 문의해 주세요.',
      automatic: '이 메일은 자동으로 발송되었습니다.',
      minutes: '{count, plural, other {#분}}',
      hours: '{count, plural, other {#시간}}',
    },
    'password-issued': {
      subject: '{brandName} 계정이 준비되었습니다',
      preheader: '처음 로그인하는 방법을 안내해 드립니다.',
      heading: '계정이 준비되었습니다',
      intro:
        '{brandName} 계정이 생성되었습니다. 다음 정보로 로그인하세요. 비밀번호는 한 번에 복사할 수 있습니다.',
      accountLabel: '계정',
      passwordLabel: '{isTemporary, select, true {임시 비밀번호} other {비밀번호}}',
      expiry: '{expiresIn} 안에 사용하세요. {expiresAt}부터는 사용할 수 없습니다.',
      mustChange: '로그인할 때 직접 사용할 비밀번호를 정하도록 안내됩니다.',
      button: '{brandName} 로그인',
      care: '이 비밀번호를 다른 사람에게 알려 주지 마세요. {brandName} 직원은 비밀번호를 절대 묻지 않습니다.',
      reason: '{account}의 {brandName} 계정이 생성되어 이 메일을 보내 드립니다.',
    },
    'reveal-link': {
      subject:
        '{isReset, select, true {{brandName} 새 비밀번호를 확인하세요} other {{brandName} 새 계정의 비밀번호를 확인하세요}}',
      preheader: '이 메일의 링크에서 비밀번호를 한 번만 볼 수 있습니다.',
      heading: '{isReset, select, true {새 비밀번호} other {계정이 준비되었습니다}}',
      intro:
        '{isReset, select, true {관리자가 {brandName} 계정에 새 비밀번호를 설정했습니다. 이전 비밀번호는 더 이상 사용할 수 없습니다.} other {{brandName} 계정이 생성되었습니다.}}',
      accountLabel: '계정',
      once: '이 링크는 비밀번호를 한 번만 표시합니다. 로그인할 준비가 되면 여세요.',
      button: '비밀번호 보기',
      expiry: '이 링크는 {expiresIn} 동안, {expiresAt}까지 사용할 수 있습니다.',
      mustChange: '로그인할 때 직접 사용할 비밀번호를 정하도록 안내됩니다.',
      care: '이 링크를 다른 사람에게 알려 주지 마세요. 링크를 여는 사람은 누구나 비밀번호를 볼 수 있습니다.',
      loginLabel: '{brandName} 로그인 주소:',
      reason:
        '{isReset, select, true {관리자가 {brandName}의 {account} 계정에 새 비밀번호를 설정하여 이 메일을 보내 드립니다.} other {{account}의 {brandName} 계정이 생성되어 이 메일을 보내 드립니다.}}',
    },
    'setup-link': {
      subject:
        '{isRenewed, select, true {{brandName} 비밀번호를 정할 수 있는 새 링크} other {{brandName} 계정의 비밀번호를 정해 주세요}}',
      preheader:
        '{isRenewed, select, true {이전 링크는 더 이상 사용할 수 없습니다. 계정에는 변경된 내용이 없습니다.} other {처음 로그인하기 전 마지막 단계입니다.}}',
      heading: '{isRenewed, select, true {새 링크를 보내 드립니다} other {비밀번호를 정해 주세요}}',
      intro:
        '{isRenewed, select, true {이전 링크는 더 이상 사용할 수 없습니다. 이 링크에서 {brandName} 계정의 비밀번호를 정할 수 있습니다.} other {{brandName} 계정이 생성되었습니다. 로그인할 때 사용할 비밀번호를 정해 주세요.}}',
      accountLabel: '계정',
      button: '비밀번호 정하기',
      expiry: '이 링크는 {expiresIn} 동안, {expiresAt}까지 사용할 수 있습니다.',
      singleUse: '한 번만 사용할 수 있습니다.',
      care: '이 링크를 다른 사람에게 알려 주지 마세요. 링크가 있으면 누구나 비밀번호를 정할 수 있습니다.',
      notYou:
        '직접 요청하지 않으셨다면 이 메일을 무시하셔도 됩니다. 계정에는 변경된 내용이 없습니다.',
      reason:
        '{isRenewed, select, true {{brandName}의 {account} 계정에 보내 드린 이전 링크를 더 이상 사용할 수 없어 이 메일을 보내 드립니다.} other {{account}의 {brandName} 계정이 생성되어 이 메일을 보내 드립니다.}}',
    },
    'password-reset-password': {
      subject: '{brandName} 계정의 새 비밀번호',
      preheader: '앞으로 로그인하는 방법을 안내해 드립니다.',
      heading: '새 비밀번호',
      intro:
        '관리자가 {brandName} 계정에 새 비밀번호를 설정했습니다. 이전 비밀번호는 더 이상 사용할 수 없습니다. 다음 정보로 로그인하세요. 비밀번호는 한 번에 복사할 수 있습니다.',
      accountLabel: '계정',
      passwordLabel: '{isTemporary, select, true {임시 비밀번호} other {새 비밀번호}}',
      expiry: '{expiresIn} 안에 사용하세요. {expiresAt}부터는 사용할 수 없습니다.',
      mustChange: '로그인할 때 직접 사용할 비밀번호를 정하도록 안내됩니다.',
      button: '{brandName} 로그인',
      care: '이 비밀번호를 다른 사람에게 알려 주지 마세요. {brandName} 직원은 비밀번호를 절대 묻지 않습니다.',
      reason:
        '관리자가 {brandName}의 {account} 계정에 새 비밀번호를 설정하여 이 메일을 보내 드립니다.',
    },
    'password-reset': {
      subject: '{brandName} 새 비밀번호 설정',
      preheader: '새 비밀번호를 설정하는 방법을 안내해 드립니다.',
      heading: '새 비밀번호 설정',
      intro: '다음 {brandName} 계정의 새 비밀번호가 요청되었습니다.',
      button: '새 비밀번호 설정',
      expiry: '이 링크는 {expiresIn} 동안, {expiresAt}까지 사용할 수 있습니다.',
      singleUse: '한 번만 사용할 수 있습니다.',
      notYou:
        '직접 요청하지 않으셨다면 아무것도 하지 않으셔도 됩니다. 비밀번호는 그대로 유지됩니다.',
      reason: '{brandName}의 {account} 계정에 새 비밀번호가 요청되어 이 메일을 보내 드립니다.',
    },
    'password-reset-code': {
      subject: '{brandName} 새 비밀번호 설정을 위한 인증 코드',
      preheader: '이 메일의 인증 코드를 요청하신 화면에 입력하세요.',
      heading: '새 비밀번호 설정을 위한 인증 코드',
      intro:
        '{brandName} 계정의 새 비밀번호가 요청되었습니다. 요청하신 화면에 다음 인증 코드를 입력하세요.',
      codeLabel: '인증 코드',
      expiry: '이 인증 코드는 {expiresIn} 동안, {expiresAt}까지 사용할 수 있습니다.',
      care: '이 인증 코드를 다른 사람에게 알려 주지 마세요. {brandName} 직원은 인증 코드를 절대 묻지 않습니다.',
      notYou:
        '직접 요청하지 않으셨다면 아무것도 하지 않으셔도 됩니다. 비밀번호는 그대로 유지됩니다.',
      reason: '{brandName}의 {account} 계정에 새 비밀번호가 요청되어 이 메일을 보내 드립니다.',
    },
    'password-changed': {
      subject: '{brandName} 비밀번호가 변경되었습니다',
      preheader: '직접 변경하셨다면 따로 하실 일은 없습니다.',
      heading: '비밀번호가 변경되었습니다',
      intro: '다음 {brandName} 계정의 비밀번호가 변경되었습니다.',
      itWasYou: '직접 변경하셨다면 따로 하실 일은 없습니다.',
      notYou:
        '직접 변경하지 않으셨다면 지금 새 비밀번호를 설정하고 {brandName} 계정 담당자에게 알려 주세요.',
      notYouSupport:
        '직접 변경하지 않으셨다면 지금 새 비밀번호를 설정하고 {supportEmail}(으)로 알려 주세요.',
      reason: '{brandName}의 {account} 계정 비밀번호가 변경되어 이 메일을 보내 드립니다.',
    },
  },
}
