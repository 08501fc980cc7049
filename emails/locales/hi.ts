import type { Locale } from './en.ts'

/** Hindi. Its dates end in a word of their own (बजे), so they stand after a colon. */
export const hi: Locale = {
  tag: 'hi',
  direction: 'ltr',
  messages: {
    shared: {
      greeting: 'नमस्ते {name},',
      orCopyLink: 'या इस पते को अपने ब्राउज़र में कॉपी करें:',
      support: 'कोई सवाल है? {supportEmail} पर लिखें।',
      automatic: 'यह ईमेल अपने-आप भेजा गया है।',
      minutes: '{count, plural, one {# मिनट} other {# मिनट}}',
      hours: '{count, plural, one {# घंटे} other {# घंटे}}',
    },
    'password-issued': {
      subject: 'आपका {brandName} खाता तैयार है',
      preheader: 'इस ईमेल में: पहली बार लॉग इन कैसे करें।',
      heading: 'आपका खाता तैयार है',
      intro:
        'आपके लिए {brandName} खाता बनाया गया है। इस जानकारी से लॉग इन करें; पूरा पासवर्ड एक साथ कॉपी किया जा सकता है।',
      accountLabel: 'खाता',
      passwordLabel: '{isTemporary, select, true {अस्थायी पासवर्ड} other {पासवर्ड}}',
      expiry: 'इसका इस्तेमाल {expiresIn} के भीतर करें। समाप्ति का समय: {expiresAt}।',
      mustChange: 'लॉग इन करने पर आपसे अपनी पसंद का पासवर्ड चुनने को कहा जाएगा।',
      button: '{brandName} में लॉग इन करें',
      care: 'यह पासवर्ड किसी को न बताएँ। {brandName} से कोई भी आपसे इसे कभी नहीं माँगेगा।',
      reason: 'यह ईमेल आपको इसलिए मिला है, क्योंकि {account} के लिए {brandName} खाता बनाया गया है।',
    },
    'reveal-link': {
      subject:
        '{isReset, select, true {अपना नया {brandName} पासवर्ड देखें} other {आपका नया {brandName} खाता: अपना पासवर्ड देखें}}',
      preheader: 'इस ईमेल का लिंक आपका पासवर्ड एक बार दिखाता है।',
      heading: '{isReset, select, true {आपका नया पासवर्ड} other {आपका खाता तैयार है}}',
      intro:
        '{isReset, select, true {एडमिन ने आपके {brandName} खाते के लिए नया पासवर्ड सेट किया है; पुराना पासवर्ड अब काम नहीं करता।} other {आपके लिए {brandName} खाता बनाया गया है।}}',
      accountLabel: 'खाता',
      once: 'लिंक आपका पासवर्ड एक बार दिखाता है। इसे तभी खोलें, जब आप लॉग इन करने के लिए तैयार हों।',
      button: 'पासवर्ड दिखाएँ',
      expiry: 'यह लिंक {expiresIn} तक काम करेगा। समाप्ति का समय: {expiresAt}।',
      mustChange: 'लॉग इन करने पर आपसे अपनी पसंद का पासवर्ड चुनने को कहा जाएगा।',
      care: 'यह लिंक किसी को न दें: इसे खोलने वाला आपका पासवर्ड देख लेगा।',
      loginLabel: '{brandName} में यहाँ लॉग इन करें:',
      reason:
        '{isReset, select, true {यह ईमेल आपको इसलिए मिला है, क्योंकि एडमिन ने {account} के {brandName} खाते के लिए नया पासवर्ड सेट किया है।} other {यह ईमेल आपको इसलिए मिला है, क्योंकि {account} के लिए {brandName} खाता बनाया गया है।}}',
    },
    'setup-link': {
      subject:
        '{isRenewed, select, true {अपना {brandName} पासवर्ड चुनने के लिए नया लिंक} other {अपने {brandName} खाते के लिए पासवर्ड चुनें}}',
      preheader:
        '{isRenewed, select, true {पहले का एक लिंक अब काम नहीं करता। आपके खाते में कुछ नहीं बदला है।} other {पहली बार लॉग इन करने से पहले का आख़िरी कदम।}}',
      heading: '{isRenewed, select, true {यह रहा नया लिंक} other {अपना पासवर्ड चुनें}}',
      intro:
        '{isRenewed, select, true {पहले का एक लिंक अब काम नहीं करता। इस लिंक से अपने {brandName} खाते का पासवर्ड चुनें।} other {आपके लिए {brandName} खाता बनाया गया है। लॉग इन करने के लिए अपना पासवर्ड चुनें।}}',
      accountLabel: 'खाता',
      button: 'पासवर्ड चुनें',
      expiry: 'यह लिंक {expiresIn} तक काम करेगा। समाप्ति का समय: {expiresAt}।',
      singleUse: 'इसका इस्तेमाल एक बार किया जा सकता है।',
      care: 'यह लिंक किसी को न दें: जिसके पास यह होगा, वह आपका पासवर्ड चुन सकता है।',
      notYou: 'आपने इसका अनुरोध नहीं किया? तो इस ईमेल को अनदेखा कर सकते हैं: आपके खाते में कुछ नहीं बदला है।',
      reason:
        '{isRenewed, select, true {यह ईमेल आपको इसलिए मिला है, क्योंकि {account} के {brandName} खाते का पहले का एक लिंक अब काम नहीं करता।} other {यह ईमेल आपको इसलिए मिला है, क्योंकि {account} के लिए {brandName} खाता बनाया गया है।}}',
    },
    'password-reset-password': {
      subject: 'आपके {brandName} खाते का नया पासवर्ड',
      preheader: 'इस ईमेल में: अब से लॉग इन कैसे करें।',
      heading: 'आपका नया पासवर्ड',
      intro:
        'एडमिन ने आपके {brandName} खाते के लिए नया पासवर्ड सेट किया है; पुराना पासवर्ड अब काम नहीं करता। इस जानकारी से लॉग इन करें; पूरा पासवर्ड एक साथ कॉपी किया जा सकता है।',
      accountLabel: 'खाता',
      passwordLabel: '{isTemporary, select, true {अस्थायी पासवर्ड} other {नया पासवर्ड}}',
      expiry: 'इसका इस्तेमाल {expiresIn} के भीतर करें। समाप्ति का समय: {expiresAt}।',
      mustChange: 'लॉग इन करने पर आपसे अपनी पसंद का पासवर्ड चुनने को कहा जाएगा।',
      button: '{brandName} में लॉग इन करें',
      care: 'यह पासवर्ड किसी को न बताएँ। {brandName} से कोई भी आपसे इसे कभी नहीं माँगेगा।',
      reason:
        'यह ईमेल आपको इसलिए मिला है, क्योंकि एडमिन ने {account} के {brandName} खाते के लिए नया पासवर्ड सेट किया है।',
    },
    'password-reset': {
      subject: '{brandName} के लिए नया पासवर्ड सेट करें',
      preheader: 'नया पासवर्ड सेट करने का तरीका यह है।',
      heading: 'नया पासवर्ड सेट करें',
      intro: 'आपके {brandName} खाते के लिए नया पासवर्ड माँगा गया है:',
      button: 'नया पासवर्ड सेट करें',
      expiry: 'यह लिंक {expiresIn} तक काम करेगा। समाप्ति का समय: {expiresAt}।',
      singleUse: 'इसका इस्तेमाल एक बार किया जा सकता है।',
      notYou: 'आपने इसका अनुरोध नहीं किया? तो आपको कुछ करने की ज़रूरत नहीं: आपका पासवर्ड वही रहेगा।',
      reason:
        'यह ईमेल आपको इसलिए मिला है, क्योंकि {account} के {brandName} खाते के लिए नया पासवर्ड माँगा गया है।',
    },
    'password-reset-code': {
      subject: 'नया पासवर्ड सेट करने के लिए आपका {brandName} कोड',
      preheader: 'इस ईमेल का कोड वहीं डालें, जहाँ आपने इसे माँगा था।',
      heading: 'नया पासवर्ड सेट करने के लिए आपका कोड',
      intro:
        'आपके {brandName} खाते के लिए नया पासवर्ड माँगा गया है। यह कोड उसी पेज पर डालें, जहाँ आपने इसे माँगा था:',
      codeLabel: 'कोड',
      expiry: 'यह कोड {expiresIn} तक काम करेगा। समाप्ति का समय: {expiresAt}।',
      care: 'यह कोड किसी को न बताएँ। {brandName} से कोई भी आपसे इसे कभी नहीं माँगेगा।',
      notYou: 'आपने इसका अनुरोध नहीं किया? तो आपको कुछ करने की ज़रूरत नहीं: आपका पासवर्ड वही रहेगा।',
      reason:
        'यह ईमेल आपको इसलिए मिला है, क्योंकि {account} के {brandName} खाते के लिए नया पासवर्ड माँगा गया है।',
    },
    'password-changed': {
      subject: 'आपका {brandName} पासवर्ड बदला गया है',
      preheader: 'अगर यह आपने किया है, तो कुछ करने की ज़रूरत नहीं।',
      heading: 'आपका पासवर्ड बदला गया है',
      intro: 'आपके {brandName} खाते का पासवर्ड बदला गया है:',
      itWasYou: 'अगर यह आपने किया है, तो कुछ करने की ज़रूरत नहीं।',
      notYou:
        'अगर यह आपने नहीं किया, तो अभी नया पासवर्ड सेट करें और अपने {brandName} खाते की देखरेख करने वालों को बताएँ।',
      notYouSupport: 'अगर यह आपने नहीं किया, तो अभी नया पासवर्ड सेट करें और {supportEmail} पर लिखें।',
      reason: 'यह ईमेल आपको इसलिए मिला है, क्योंकि {account} के {brandName} खाते का पासवर्ड बदला गया है।',
    },
  },
}
