import type { Locale } from './en.ts'

/** Hebrew, right to left. Worded without the reader's gender. */
export const he: Locale = {
  tag: 'he',
  direction: 'rtl',
  messages: {
    shared: {
      greeting: 'שלום {name},',
      orCopyLink: 'אפשר גם להעתיק את הכתובת הזאת לדפדפן:',
      support: 'יש שאלות? אפשר לכתוב אל {supportEmail}.',
      automatic: 'הודעה זו נשלחה באופן אוטומטי.',
      minutes: '{count, plural, one {דקה אחת} two {שתי דקות} other {# דקות}}',
      hours: '{count, plural, one {שעה אחת} two {שעתיים} other {# שעות}}',
    },
    'password-issued': {
      subject: 'החשבון שלך ב־{brandName} מוכן',
      preheader: 'בפנים: איך להתחבר בפעם הראשונה.',
      heading: 'החשבון שלך מוכן',
      intro:
        'נוצר עבורך חשבון ב־{brandName}. אפשר להתחבר עם הפרטים הבאים; את הסיסמה אפשר להעתיק בשלמותה.',
      accountLabel: 'חשבון',
      passwordLabel: '{isTemporary, select, true {סיסמה זמנית} other {סיסמה}}',
      expiry: 'יש להשתמש בה תוך {expiresIn}: היא תפסיק לפעול ב־{expiresAt}.',
      mustChange: 'בעת ההתחברות תוצג לך בקשה לבחור סיסמה משלך.',
      button: 'התחברות אל {brandName}',
      care: 'אין לשתף את הסיסמה עם איש. אף אחד מ־{brandName} לא יבקש אותה ממך לעולם.',
      reason: 'הודעה זו נשלחה אליך כי נוצר חשבון ב־{brandName} עבור {account}.',
    },
    'reveal-link': {
      subject:
        '{isReset, select, true {הצגת הסיסמה החדשה שלך ב־{brandName}} other {החשבון החדש שלך ב־{brandName}: הצגת הסיסמה}}',
      preheader: 'הקישור בהודעה זו מציג את הסיסמה שלך פעם אחת.',
      heading: '{isReset, select, true {הסיסמה החדשה שלך} other {החשבון שלך מוכן}}',
      intro:
        '{isReset, select, true {נקבעה סיסמה חדשה לחשבון שלך ב־{brandName} על ידי הנהלת המערכת; הסיסמה הקודמת אינה פועלת עוד.} other {נוצר עבורך חשבון ב־{brandName}.}}',
      accountLabel: 'חשבון',
      once: 'הקישור מציג את הסיסמה פעם אחת. כדאי לפתוח אותו ברגע שבו רוצים להתחבר.',
      button: 'הצגת הסיסמה',
      expiry: 'הקישור פועל במשך {expiresIn}, עד {expiresAt}.',
      mustChange: 'בעת ההתחברות תוצג לך בקשה לבחור סיסמה משלך.',
      care: 'אין לשתף את הקישור עם איש: מי שפותח אותו רואה את הסיסמה שלך.',
      loginLabel: 'כאן מתחברים אל {brandName}:',
      reason:
        '{isReset, select, true {הודעה זו נשלחה אליך כי הנהלת המערכת קבעה סיסמה חדשה עבור {account} ב־{brandName}.} other {הודעה זו נשלחה אליך כי נוצר חשבון ב־{brandName} עבור {account}.}}',
    },
    'setup-link': {
      subject:
        '{isRenewed, select, true {קישור חדש לבחירת הסיסמה שלך ב־{brandName}} other {בחירת סיסמה לחשבון שלך ב־{brandName}}}',
      preheader:
        '{isRenewed, select, true {קישור קודם אינו פועל עוד. דבר לא השתנה בחשבון שלך.} other {השלב האחרון לפני ההתחברות הראשונה.}}',
      heading: '{isRenewed, select, true {הנה קישור חדש} other {בחירת סיסמה}}',
      intro:
        '{isRenewed, select, true {קישור קודם אינו פועל עוד. בקישור הזה אפשר לבחור את הסיסמה לחשבון שלך ב־{brandName}.} other {נוצר עבורך חשבון ב־{brandName}. יש לבחור את הסיסמה שאיתה תתבצע ההתחברות.}}',
      accountLabel: 'חשבון',
      button: 'בחירת סיסמה',
      expiry: 'הקישור פועל במשך {expiresIn}, עד {expiresAt}.',
      singleUse: 'אפשר להשתמש בו פעם אחת.',
      care: 'אין לשתף את הקישור עם איש: מי שמחזיק בו יכול לבחור את הסיסמה שלך.',
      notYou: 'לא ביקשת את זה? אפשר להתעלם מההודעה: דבר לא השתנה בחשבון שלך.',
      reason:
        '{isRenewed, select, true {הודעה זו נשלחה אליך כי קישור קודם עבור {account} ב־{brandName} אינו פועל עוד.} other {הודעה זו נשלחה אליך כי נוצר חשבון ב־{brandName} עבור {account}.}}',
    },
    'password-reset-password': {
      subject: 'סיסמה חדשה לחשבון שלך ב־{brandName}',
      preheader: 'בפנים: איך להתחבר מעכשיו.',
      heading: 'הסיסמה החדשה שלך',
      intro:
        'נקבעה סיסמה חדשה לחשבון שלך ב־{brandName} על ידי הנהלת המערכת; הסיסמה הקודמת אינה פועלת עוד. אפשר להתחבר עם הפרטים הבאים; את הסיסמה אפשר להעתיק בשלמותה.',
      accountLabel: 'חשבון',
      passwordLabel: '{isTemporary, select, true {סיסמה זמנית} other {סיסמה חדשה}}',
      expiry: 'יש להשתמש בה תוך {expiresIn}: היא תפסיק לפעול ב־{expiresAt}.',
      mustChange: 'בעת ההתחברות תוצג לך בקשה לבחור סיסמה משלך.',
      button: 'התחברות אל {brandName}',
      care: 'אין לשתף את הסיסמה עם איש. אף אחד מ־{brandName} לא יבקש אותה ממך לעולם.',
      reason: 'הודעה זו נשלחה אליך כי הנהלת המערכת קבעה סיסמה חדשה עבור {account} ב־{brandName}.',
    },
    'password-reset': {
      subject: 'קביעת סיסמה חדשה ב־{brandName}',
      preheader: 'כך קובעים סיסמה חדשה.',
      heading: 'קביעת סיסמה חדשה',
      intro: 'התקבלה בקשה לסיסמה חדשה לחשבון שלך ב־{brandName}:',
      button: 'קביעת סיסמה חדשה',
      expiry: 'הקישור פועל במשך {expiresIn}, עד {expiresAt}.',
      singleUse: 'אפשר להשתמש בו פעם אחת.',
      notYou: 'לא ביקשת את זה? אין צורך לעשות דבר: הסיסמה שלך נשארת כפי שהיא.',
      reason: 'הודעה זו נשלחה אליך כי התקבלה בקשה לסיסמה חדשה עבור {account} ב־{brandName}.',
    },
    'password-reset-code': {
      subject: 'הקוד שלך לקביעת סיסמה חדשה ב־{brandName}',
      preheader: 'יש להזין את הקוד שבהודעה במקום שבו ביקשת אותו.',
      heading: 'הקוד שלך לקביעת סיסמה חדשה',
      intro:
        'התקבלה בקשה לסיסמה חדשה לחשבון שלך ב־{brandName}. יש להזין את הקוד הזה בדף שבו ביקשת אותו:',
      codeLabel: 'קוד',
      expiry: 'הקוד פועל במשך {expiresIn}, עד {expiresAt}.',
      care: 'אין לשתף את הקוד עם איש. אף אחד מ־{brandName} לא יבקש אותו ממך לעולם.',
      notYou: 'לא ביקשת את זה? אין צורך לעשות דבר: הסיסמה שלך נשארת כפי שהיא.',
      reason: 'הודעה זו נשלחה אליך כי התקבלה בקשה לסיסמה חדשה עבור {account} ב־{brandName}.',
    },
    'password-changed': {
      subject: 'הסיסמה שלך ב־{brandName} השתנתה',
      preheader: 'אם השינוי נעשה על ידך, אין צורך לעשות דבר.',
      heading: 'הסיסמה שלך השתנתה',
      intro: 'הסיסמה לחשבון שלך ב־{brandName} השתנתה:',
      itWasYou: 'אם השינוי נעשה על ידך, אין צורך לעשות דבר.',
      notYou: 'אם לא, יש לקבוע סיסמה חדשה עכשיו ולהודיע למי שאחראי על החשבון שלך ב־{brandName}.',
      notYouSupport: 'אם לא, יש לקבוע סיסמה חדשה עכשיו ולכתוב אל {supportEmail}.',
      reason: 'הודעה זו נשלחה אליך כי הסיסמה של {account} ב־{brandName} השתנתה.',
    },
  },
}
