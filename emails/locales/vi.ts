import type { Locale } from './en.ts'

/** Vietnamese, with the polite and neutral "bạn". */
export const vi: Locale = {
  tag: 'vi',
  direction: 'ltr',
  messages: {
    shared: {
      greeting: 'Xin chào {name},',
      orCopyLink: 'Hoặc sao chép địa chỉ này vào trình duyệt:',
      support: 'Bạn có thắc mắc? Hãy viết thư đến {supportEmail}.',
      automatic: 'Email này được gửi tự động.',
      minutes: '{count, plural, other {# phút}}',
      hours: '{count, plural, other {# giờ}}',
    },
    'password-issued': {
      subject: 'Tài khoản {brandName} của bạn đã sẵn sàng',
      preheader: 'Trong email này có cách đăng nhập lần đầu.',
      heading: 'Tài khoản của bạn đã sẵn sàng',
      intro:
        'Một tài khoản {brandName} đã được tạo cho bạn. Hãy đăng nhập bằng thông tin sau; bạn có thể sao chép toàn bộ mật khẩu cùng lúc.',
      accountLabel: 'Tài khoản',
      passwordLabel: '{isTemporary, select, true {Mật khẩu tạm thời} other {Mật khẩu}}',
      expiry: 'Hãy dùng trong vòng {expiresIn}. Mật khẩu này hết hiệu lực {expiresAt}.',
      mustChange: 'Khi đăng nhập, bạn sẽ được yêu cầu chọn mật khẩu của riêng mình.',
      button: 'Đăng nhập {brandName}',
      care: 'Đừng cho ai biết mật khẩu này. Không ai tại {brandName} sẽ hỏi bạn mật khẩu.',
      reason: 'Bạn nhận được email này vì một tài khoản {brandName} đã được tạo cho {account}.',
    },
    'reveal-link': {
      subject:
        '{isReset, select, true {Xem mật khẩu mới của bạn cho {brandName}} other {Tài khoản {brandName} mới của bạn: xem mật khẩu}}',
      preheader: 'Liên kết trong email này chỉ hiển thị mật khẩu của bạn một lần.',
      heading:
        '{isReset, select, true {Mật khẩu mới của bạn} other {Tài khoản của bạn đã sẵn sàng}}',
      intro:
        '{isReset, select, true {Quản trị viên đã đặt mật khẩu mới cho tài khoản {brandName} của bạn; mật khẩu cũ không còn hiệu lực.} other {Một tài khoản {brandName} đã được tạo cho bạn.}}',
      accountLabel: 'Tài khoản',
      once: 'Liên kết chỉ hiển thị mật khẩu của bạn một lần. Hãy mở khi bạn sẵn sàng đăng nhập.',
      button: 'Hiển thị mật khẩu',
      expiry: 'Liên kết có hiệu lực trong {expiresIn}, đến {expiresAt}.',
      mustChange: 'Khi đăng nhập, bạn sẽ được yêu cầu chọn mật khẩu của riêng mình.',
      care: 'Đừng chia sẻ liên kết này: bất kỳ ai mở liên kết đều thấy mật khẩu của bạn.',
      loginLabel: 'Đăng nhập {brandName} tại đây:',
      reason:
        '{isReset, select, true {Bạn nhận được email này vì quản trị viên đã đặt mật khẩu mới cho {account} tại {brandName}.} other {Bạn nhận được email này vì một tài khoản {brandName} đã được tạo cho {account}.}}',
    },
    'setup-link': {
      subject:
        '{isRenewed, select, true {Liên kết mới để chọn mật khẩu {brandName} của bạn} other {Chọn mật khẩu cho tài khoản {brandName} của bạn}}',
      preheader:
        '{isRenewed, select, true {Liên kết trước đây không còn hiệu lực. Tài khoản của bạn không có gì thay đổi.} other {Bước cuối cùng trước khi bạn đăng nhập lần đầu.}}',
      heading: '{isRenewed, select, true {Đây là liên kết mới} other {Chọn mật khẩu của bạn}}',
      intro:
        '{isRenewed, select, true {Liên kết trước đây không còn hiệu lực. Với liên kết này, bạn chọn mật khẩu cho tài khoản {brandName} của mình.} other {Một tài khoản {brandName} đã được tạo cho bạn. Hãy chọn mật khẩu mà bạn sẽ dùng để đăng nhập.}}',
      accountLabel: 'Tài khoản',
      button: 'Chọn mật khẩu',
      expiry: 'Liên kết có hiệu lực trong {expiresIn}, đến {expiresAt}.',
      singleUse: 'Liên kết chỉ dùng được một lần.',
      care: 'Đừng chia sẻ liên kết này: bất kỳ ai có liên kết đều có thể chọn mật khẩu của bạn.',
      notYou:
        'Bạn không yêu cầu việc này? Bạn có thể bỏ qua email này: tài khoản của bạn không có gì thay đổi.',
      reason:
        '{isRenewed, select, true {Bạn nhận được email này vì liên kết trước đây cho {account} tại {brandName} không còn hiệu lực.} other {Bạn nhận được email này vì một tài khoản {brandName} đã được tạo cho {account}.}}',
    },
    'password-reset-password': {
      subject: 'Mật khẩu mới cho tài khoản {brandName} của bạn',
      preheader: 'Trong email này có cách đăng nhập từ bây giờ.',
      heading: 'Mật khẩu mới của bạn',
      intro:
        'Quản trị viên đã đặt mật khẩu mới cho tài khoản {brandName} của bạn; mật khẩu cũ không còn hiệu lực. Hãy đăng nhập bằng thông tin sau; bạn có thể sao chép toàn bộ mật khẩu cùng lúc.',
      accountLabel: 'Tài khoản',
      passwordLabel: '{isTemporary, select, true {Mật khẩu tạm thời} other {Mật khẩu mới}}',
      expiry: 'Hãy dùng trong vòng {expiresIn}. Mật khẩu này hết hiệu lực {expiresAt}.',
      mustChange: 'Khi đăng nhập, bạn sẽ được yêu cầu chọn mật khẩu của riêng mình.',
      button: 'Đăng nhập {brandName}',
      care: 'Đừng cho ai biết mật khẩu này. Không ai tại {brandName} sẽ hỏi bạn mật khẩu.',
      reason:
        'Bạn nhận được email này vì quản trị viên đã đặt mật khẩu mới cho {account} tại {brandName}.',
    },
    'password-reset': {
      subject: 'Đặt mật khẩu mới cho {brandName}',
      preheader: 'Đây là cách đặt mật khẩu mới.',
      heading: 'Đặt mật khẩu mới',
      intro: 'Có yêu cầu mật khẩu mới cho tài khoản {brandName} của bạn:',
      button: 'Đặt mật khẩu mới',
      expiry: 'Liên kết có hiệu lực trong {expiresIn}, đến {expiresAt}.',
      singleUse: 'Liên kết chỉ dùng được một lần.',
      notYou:
        'Bạn không yêu cầu việc này? Bạn không cần làm gì cả: mật khẩu của bạn vẫn giữ nguyên.',
      reason: 'Bạn nhận được email này vì có yêu cầu mật khẩu mới cho {account} tại {brandName}.',
    },
    'password-reset-code': {
      subject: 'Mã {brandName} để đặt mật khẩu mới của bạn',
      preheader: 'Hãy nhập mã trong email này tại nơi bạn đã yêu cầu.',
      heading: 'Mã để đặt mật khẩu mới',
      intro:
        'Có yêu cầu mật khẩu mới cho tài khoản {brandName} của bạn. Hãy nhập mã này trên trang mà bạn đã yêu cầu:',
      codeLabel: 'Mã',
      expiry: 'Mã có hiệu lực trong {expiresIn}, đến {expiresAt}.',
      care: 'Đừng cho ai biết mã này. Không ai tại {brandName} sẽ hỏi bạn mã.',
      notYou:
        'Bạn không yêu cầu việc này? Bạn không cần làm gì cả: mật khẩu của bạn vẫn giữ nguyên.',
      reason: 'Bạn nhận được email này vì có yêu cầu mật khẩu mới cho {account} tại {brandName}.',
    },
    'password-changed': {
      subject: 'Mật khẩu {brandName} của bạn đã được thay đổi',
      preheader: 'Nếu đó là bạn, bạn không cần làm gì cả.',
      heading: 'Mật khẩu của bạn đã được thay đổi',
      intro: 'Mật khẩu của tài khoản {brandName} của bạn đã được thay đổi:',
      itWasYou: 'Nếu chính bạn đã thay đổi, bạn không cần làm gì cả.',
      notYou:
        'Nếu không phải bạn, hãy đặt mật khẩu mới ngay và báo cho người phụ trách tài khoản {brandName} của bạn.',
      notYouSupport:
        'Nếu không phải bạn, hãy đặt mật khẩu mới ngay và viết thư đến {supportEmail}.',
      reason: 'Bạn nhận được email này vì mật khẩu của {account} tại {brandName} đã được thay đổi.',
    },
  },
}
