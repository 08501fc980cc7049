import type { Locale } from './en.ts'

/** Modern Standard Arabic, right to left. */
export const ar: Locale = {
  tag: 'ar',
  direction: 'rtl',
  messages: {
    shared: {
      greeting: 'مرحبًا {name}،',
      orCopyLink: 'أو انسخ هذا العنوان إلى متصفحك:',
      support: 'هل لديك أسئلة؟ راسلنا على {supportEmail}.',
      automatic: 'أُرسلت هذه الرسالة تلقائيًا.',
      minutes:
        '{count, plural, zero {# دقيقة} one {دقيقة واحدة} two {دقيقتين} few {# دقائق} many {# دقيقة} other {# دقيقة}}',
      hours:
        '{count, plural, zero {# ساعة} one {ساعة واحدة} two {ساعتين} few {# ساعات} many {# ساعة} other {# ساعة}}',
    },
    'password-issued': {
      subject: 'حسابك لدى {brandName} جاهز',
      preheader: 'إليك طريقة تسجيل الدخول لأول مرة.',
      heading: 'حسابك جاهز',
      intro:
        'أُنشئ لك حساب لدى {brandName}. سجّل الدخول بالبيانات التالية، ويمكنك نسخ كلمة المرور كاملةً.',
      accountLabel: 'الحساب',
      passwordLabel: '{isTemporary, select, true {كلمة مرور مؤقتة} other {كلمة المرور}}',
      expiry: 'استخدمها خلال {expiresIn}، فهي تتوقف عن العمل في {expiresAt}.',
      mustChange: 'سيُطلب منك اختيار كلمة مرور خاصة بك عند تسجيل الدخول.',
      button: 'تسجيل الدخول إلى {brandName}',
      care: 'احتفظ بكلمة المرور لنفسك، فلن يطلبها منك أحد من {brandName} أبدًا.',
      reason: 'وصلتك هذه الرسالة لأن حسابًا لدى {brandName} أُنشئ للعنوان {account}.',
    },
    'reveal-link': {
      subject:
        '{isReset, select, true {اطّلع على كلمة مرورك الجديدة لدى {brandName}} other {حسابك الجديد لدى {brandName}: اطّلع على كلمة المرور}}',
      preheader: 'يعرض الرابط الوارد في هذه الرسالة كلمة مرورك مرة واحدة فقط.',
      heading: '{isReset, select, true {كلمة مرورك الجديدة} other {حسابك جاهز}}',
      intro:
        '{isReset, select, true {عيّن أحد المسؤولين كلمة مرور جديدة لحسابك لدى {brandName}، ولم تعد كلمة المرور السابقة صالحة.} other {أُنشئ لك حساب لدى {brandName}.}}',
      accountLabel: 'الحساب',
      once: 'يعرض الرابط كلمة مرورك مرة واحدة فقط، فافتحه عندما تكون مستعدًا لتسجيل الدخول.',
      button: 'عرض كلمة المرور',
      expiry: 'يعمل هذا الرابط خلال {expiresIn}، وتنتهي صلاحيته في {expiresAt}.',
      mustChange: 'سيُطلب منك اختيار كلمة مرور خاصة بك عند تسجيل الدخول.',
      care: 'احتفظ بهذا الرابط لنفسك، فكل من يفتحه يرى كلمة مرورك.',
      loginLabel: 'يمكنك تسجيل الدخول إلى {brandName} من هنا:',
      reason:
        '{isReset, select, true {وصلتك هذه الرسالة لأن أحد المسؤولين عيّن كلمة مرور جديدة للحساب {account} لدى {brandName}.} other {وصلتك هذه الرسالة لأن حسابًا لدى {brandName} أُنشئ للعنوان {account}.}}',
    },
    'setup-link': {
      subject:
        '{isRenewed, select, true {رابط جديد لاختيار كلمة مرورك لدى {brandName}} other {اختر كلمة مرور لحسابك لدى {brandName}}}',
      preheader:
        '{isRenewed, select, true {لم يعد رابط سابق صالحًا، ولم يتغيّر أي شيء في حسابك.} other {هذه هي الخطوة الأخيرة قبل تسجيل الدخول لأول مرة.}}',
      heading: '{isRenewed, select, true {إليك رابطًا جديدًا} other {اختر كلمة مرورك}}',
      intro:
        '{isRenewed, select, true {لم يعد رابط سابق صالحًا. يمكنك بهذا الرابط اختيار كلمة المرور لحسابك لدى {brandName}.} other {أُنشئ لك حساب لدى {brandName}. اختر كلمة المرور التي ستسجّل بها الدخول.}}',
      accountLabel: 'الحساب',
      button: 'اختيار كلمة المرور',
      expiry: 'يعمل هذا الرابط خلال {expiresIn}، وتنتهي صلاحيته في {expiresAt}.',
      singleUse: 'يمكن استخدامه مرة واحدة فقط.',
      care: 'احتفظ بهذا الرابط لنفسك، فكل من يحصل عليه يمكنه اختيار كلمة مرورك.',
      notYou: 'ألم تطلب ذلك؟ يمكنك تجاهل هذه الرسالة، فلم يتغيّر أي شيء في حسابك.',
      reason:
        '{isRenewed, select, true {وصلتك هذه الرسالة لأن رابطًا سابقًا للحساب {account} لدى {brandName} لم يعد صالحًا.} other {وصلتك هذه الرسالة لأن حسابًا لدى {brandName} أُنشئ للعنوان {account}.}}',
    },
    'password-reset-password': {
      subject: 'كلمة مرور جديدة لحسابك لدى {brandName}',
      preheader: 'إليك طريقة تسجيل الدخول من الآن فصاعدًا.',
      heading: 'كلمة مرورك الجديدة',
      intro:
        'عيّن أحد المسؤولين كلمة مرور جديدة لحسابك لدى {brandName}، ولم تعد كلمة المرور السابقة صالحة. سجّل الدخول بالبيانات التالية، ويمكنك نسخ كلمة المرور كاملةً.',
      accountLabel: 'الحساب',
      passwordLabel: '{isTemporary, select, true {كلمة مرور مؤقتة} other {كلمة المرور الجديدة}}',
      expiry: 'استخدمها خلال {expiresIn}، فهي تتوقف عن العمل في {expiresAt}.',
      mustChange: 'سيُطلب منك اختيار كلمة مرور خاصة بك عند تسجيل الدخول.',
      button: 'تسجيل الدخول إلى {brandName}',
      care: 'احتفظ بكلمة المرور لنفسك، فلن يطلبها منك أحد من {brandName} أبدًا.',
      reason:
        'وصلتك هذه الرسالة لأن أحد المسؤولين عيّن كلمة مرور جديدة للحساب {account} لدى {brandName}.',
    },
    'password-reset': {
      subject: 'تعيين كلمة مرور جديدة لدى {brandName}',
      preheader: 'إليك طريقة تعيين كلمة مرور جديدة.',
      heading: 'تعيين كلمة مرور جديدة',
      intro: 'طُلبت كلمة مرور جديدة لحسابك لدى {brandName}:',
      button: 'تعيين كلمة مرور جديدة',
      expiry: 'يعمل هذا الرابط خلال {expiresIn}، وتنتهي صلاحيته في {expiresAt}.',
      singleUse: 'يمكن استخدامه مرة واحدة فقط.',
      notYou: 'ألم تطلب ذلك؟ لا يلزمك فعل أي شيء، فكلمة مرورك تبقى كما هي.',
      reason: 'وصلتك هذه الرسالة لأن كلمة مرور جديدة طُلبت للحساب {account} لدى {brandName}.',
    },
    'password-reset-code': {
      subject: 'رمز تعيين كلمة المرور لدى {brandName}',
      preheader: 'أدخل الرمز الوارد في هذه الرسالة حيث طلبته.',
      heading: 'رمز تعيين كلمة المرور',
      intro:
        'طُلبت كلمة مرور جديدة لحسابك لدى {brandName}. أدخل هذا الرمز في الصفحة التي طلبته منها:',
      codeLabel: 'الرمز',
      expiry: 'يعمل هذا الرمز خلال {expiresIn}، وتنتهي صلاحيته في {expiresAt}.',
      care: 'احتفظ بهذا الرمز لنفسك، فلن يطلبه منك أحد من {brandName} أبدًا.',
      notYou: 'ألم تطلب ذلك؟ لا يلزمك فعل أي شيء، فكلمة مرورك تبقى كما هي.',
      reason: 'وصلتك هذه الرسالة لأن كلمة مرور جديدة طُلبت للحساب {account} لدى {brandName}.',
    },
    'password-changed': {
      subject: 'تم تغيير كلمة مرورك لدى {brandName}',
      preheader: 'إن كنتَ أنت من غيّرها فلا يلزمك فعل أي شيء.',
      heading: 'تم تغيير كلمة مرورك',
      intro: 'تم تغيير كلمة المرور لحسابك لدى {brandName}:',
      itWasYou: 'إن كنتَ أنت من غيّرها فلا يلزمك فعل أي شيء.',
      notYou:
        'وإن لم تكن أنت، فعيّن كلمة مرور جديدة الآن وأبلغ الجهة المسؤولة عن حسابك لدى {brandName}.',
      notYouSupport: 'وإن لم تكن أنت، فعيّن كلمة مرور جديدة الآن وراسل {supportEmail}.',
      reason: 'وصلتك هذه الرسالة لأن كلمة مرور الحساب {account} لدى {brandName} قد تغيّرت.',
    },
  },
}
