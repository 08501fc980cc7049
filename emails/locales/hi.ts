import type { Locale } from './en.ts'

/** Hindi, polite address. */
export const hi: Locale = {
  tag: 'hi',
  direction: 'ltr',
  messages: {
    shared: {
      greeting: 'नमस्ते {name},',
      orCopyLink: 'या यह पता अपने ब्राउज़र में कॉपी करें:',
      support: 'कोई सवाल है? {supportEmail} पर लिखें।',
      automatic: 'यह ईमेल अपने आप भेजा गया है।',
      minutes: '{count, plural, one {# मिनट} other {# मिनट}}',
      hours: '{count, plural, one {# घंटे} other {# घंटे}}',
    },
    'password-issued': {
      subject: 'आपका {brandName} खाता तैयार है',
      preheader: 'इस ईमेल में: पहली बार लॉग इन कैसे करें।',
      heading: 'आपका खाता तैयार है',
      intro:
        '{brandName} पर आपके लिए एक खाता बनाया गया है। इस जानकारी से लॉग इन करें; पासवर्ड को पूरा कॉपी किया जा सकता है।',
      accountLabel: 'खाता',
      passwordLabel: '{isTemporary, select, true {अस्थायी पासवर्ड} other {पासवर्ड}}',
      expiry: 'इसे {expiresIn} के भीतर इस्तेमाल करें। समाप्ति का समय: {expiresAt}',
      mustChange: 'लॉग इन करने पर आपसे अपना पासवर्ड चुनने को कहा जाएगा।',
      button: '{brandName} में लॉग इन करें',
      care: 'यह पासवर्ड किसी को न बताएँ। {brandName} की ओर से कोई भी आपसे इसे कभी नहीं माँगेगा।',
      reason: 'यह ईमेल आपको इसलिए मिला है क्योंकि {brandName} पर {account} के लिए खाता बनाया गया।',
    },
    'reveal-link': {
      subject:
        '{isReset, select, true {{brandName} का अपना नया पासवर्ड देखें} other {आपका नया {brandName} खाता: अपना पासवर्ड देखें}}',
      preheader: 'इस ईमेल का लिंक आपका पासवर्ड एक बार दिखाता है।',
      heading: '{isReset, select, true {आपका नया पासवर्ड} other {आपका खाता तैयार है}}',
      intro:
        '{isReset, select, true {एक व्यवस्थापक ने {brandName} पर आपके खाते का नया पासवर्ड सेट किया है; पुराना अब काम नहीं करता।} other {{brandName} पर आपके लिए एक खाता बनाया गया है।}}',
      accountLabel: 'खाता',
      once: 'यह लिंक आपका पासवर्ड एक बार दिखाता है। जब लॉग इन करने को तैयार हों, तब इसे खोलें।',
      button: 'पासवर्ड दिखाएँ',
      expiry: 'यह लिंक {expiresIn} तक काम करता है। समाप्ति का समय: {expiresAt}',
      mustChange: 'लॉग इन करने पर आपसे अपना पासवर्ड चुनने को कहा जाएगा।',
      care: 'यह लिंक किसी को न दें: जो इसे खोलेगा, वह आपका पासवर्ड देख लेगा।',
      loginLabel: '{brandName} में लॉग इन यहाँ करें:',
      reason:
        '{isReset, select, true {यह ईमेल आपको इसलिए मिला है क्योंकि एक व्यवस्थापक ने {brandName} पर {account} का नया पासवर्ड सेट किया।} other {यह ईमेल आपको इसलिए मिला है क्योंकि {brandName} पर {account} के लिए खाता बनाया गया।}}',
    },
    'setup-link': {
      subject:
        '{isRenewed, select, true {{brandName} का पासवर्ड चुनने के लिए नया लिंक} other {अपने {brandName} खाते के लिए पासवर्ड चुनें}}',
      preheader:
        '{isRenewed, select, true {पहले का एक लिंक अब काम नहीं करता। आपके खाते में कुछ नहीं बदला है।} other {पहली बार लॉग इन करने से पहले का आख़िरी चरण।}}',
      heading: '{isRenewed, select, true {यह रहा नया लिंक} other {अपना पासवर्ड चुनें}}',
      intro:
        '{isRenewed, select, true {पहले का एक लिंक अब काम नहीं करता। इस लिंक से आप {brandName} पर अपने खाते का पासवर्ड चुनते हैं।} other {{brandName} पर आपके लिए एक खाता बनाया गया है। वह पासवर्ड चुनें जिससे आप लॉग इन करेंगे।}}',
      accountLabel: 'खाता',
      button: 'पासवर्ड चुनें',
      expiry: 'यह लिंक {expiresIn} तक काम करता है। समाप्ति का समय: {expiresAt}',
      singleUse: 'इसे एक बार इस्तेमाल किया जा सकता है।',
      care: 'यह लिंक किसी को न दें: जिसके पास यह है, वह आपका पासवर्ड चुन सकता है।',
      notYou: 'आपने यह नहीं माँगा था? तो इस ईमेल को अनदेखा करें: आपके खाते में कुछ नहीं बदला है।',
      reason:
        '{isRenewed, select, true {यह ईमेल आपको इसलिए मिला है क्योंकि {brandName} पर {account} का पहले का एक लिंक अब काम नहीं करता।} other {यह ईमेल आपको इसलिए मिला है क्योंकि {brandName} पर {account} के लिए खाता बनाया गया।}}',
    },
    'password-reset-password': {
      subject: 'आपके {brandName} खाते का नया पासवर्ड',
      preheader: 'इस ईमेल में: अब से लॉग इन कैसे करें।',
      heading: 'आपका नया पासवर्ड',
      intro:
        'एक व्यवस्थापक ने {brandName} पर आपके खाते का नया पासवर्ड सेट किया है; पुराना अब काम नहीं करता। इस जानकारी से लॉग इन करें; पासवर्ड को पूरा कॉपी किया जा सकता है।',
      accountLabel: 'खाता',
      passwordLabel: '{isTemporary, select, true {अस्थायी पासवर्ड} other {नया पासवर्ड}}',
      expiry: 'इसे {expiresIn} के भीतर इस्तेमाल करें। समाप्ति का समय: {expiresAt}',
      mustChange: 'लॉग इन करने पर आपसे अपना पासवर्ड चुनने को कहा जाएगा।',
      button: '{brandName} में लॉग इन करें',
      care: 'यह पासवर्ड किसी को न बताएँ। {brandName} की ओर से कोई भी आपसे इसे कभी नहीं माँगेगा।',
      reason:
        'यह ईमेल आपको इसलिए मिला है क्योंकि एक व्यवस्थापक ने {brandName} पर {account} का नया पासवर्ड सेट किया।',
    },
    'password-reset': {
      subject: '{brandName} के लिए नया पासवर्ड सेट करें',
      preheader: 'आपने नया पासवर्ड माँगा था। उसे सेट करने का तरीका यह है।',
      heading: 'नया पासवर्ड सेट करें',
      intro: '{brandName} पर आपके खाते के लिए नया पासवर्ड माँगा गया है:',
      button: 'नया पासवर्ड सेट करें',
      expiry: 'यह लिंक {expiresIn} तक काम करता है। समाप्ति का समय: {expiresAt}',
      singleUse: 'इसे एक बार इस्तेमाल किया जा सकता है।',
      notYou: 'आपने यह नहीं माँगा था? तो कुछ करने की ज़रूरत नहीं: आपका पासवर्ड वही रहेगा।',
      reason: 'यह ईमेल आपको इसलिए मिला है क्योंकि {brandName} पर {account} के लिए नया पासवर्ड माँगा गया।',
    },
    'password-reset-code': {
      subject: 'नया पासवर्ड सेट करने के लिए आपका {brandName} कोड',
      preheader: 'इस ईमेल का कोड वहीं डालें जहाँ आपने उसे माँगा था।',
      heading: 'नया पासवर्ड सेट करने के लिए आपका कोड',
      intro:
        '{brandName} पर आपके खाते के लिए नया पासवर्ड माँगा गया है। यह कोड उसी पेज पर डालें जहाँ आपने इसे माँगा था:',
      codeLabel: 'कोड',
      expiry: 'यह कोड {expiresIn} तक काम करता है। समाप्ति का समय: {expiresAt}',
      care: 'यह कोड किसी को न बताएँ। {brandName} की ओर से कोई भी आपसे इसे कभी नहीं माँगेगा।',
      notYou: 'आपने यह नहीं माँगा था? तो कुछ करने की ज़रूरत नहीं: आपका पासवर्ड वही रहेगा।',
      reason: 'यह ईमेल आपको इसलिए मिला है क्योंकि {brandName} पर {account} के लिए नया पासवर्ड माँगा गया।',
    },
    'password-changed': {
      subject: 'आपका {brandName} पासवर्ड बदला गया',
      preheader: 'अगर यह आपने किया है, तो कुछ करने की ज़रूरत नहीं।',
      heading: 'आपका पासवर्ड बदला गया',
      intro: '{brandName} पर आपके खाते का पासवर्ड बदला गया:',
      itWasYou: 'अगर यह आपने किया है, तो कुछ करने की ज़रूरत नहीं।',
      notYou:
        'अगर यह आपने नहीं किया, तो अभी नया पासवर्ड सेट करें और अपने {brandName} खाते की देखरेख करने वालों को बताएँ।',
      notYouSupport: 'अगर यह आपने नहीं किया, तो अभी नया पासवर्ड सेट करें और {supportEmail} पर लिखें।',
      reason: 'यह ईमेल आपको इसलिए मिला है क्योंकि {brandName} पर {account} का पासवर्ड बदला गया।',
    },
  },
}
