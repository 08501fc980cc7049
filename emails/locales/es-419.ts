import type { Locale } from './en.ts'

/** Spanish as in Latin America, formal address. */
export const esLatin: Locale = {
  tag: 'es-419',
  direction: 'ltr',
  messages: {
    shared: {
      greeting: 'Hola, {name}:',
      orCopyLink: 'O copie esta dirección en su navegador:',
      support: '¿Tiene preguntas? Escriba a {supportEmail}.',
      automatic: 'Este correo se envió de forma automática.',
      minutes: '{count, plural, one {# minuto} many {# de minutos} other {# minutos}}',
      hours: '{count, plural, one {# hora} many {# de horas} other {# horas}}',
    },
    'password-issued': {
      subject: 'Su cuenta de {brandName} está lista',
      preheader: 'Cómo iniciar sesión por primera vez.',
      heading: 'Su cuenta está lista',
      intro:
        'Se creó una cuenta de {brandName} para usted. Inicie sesión con estos datos; puede copiar la contraseña completa.',
      accountLabel: 'Cuenta',
      passwordLabel: '{isTemporary, select, true {Contraseña temporal} other {Contraseña}}',
      expiry: 'Úsela en un plazo de {expiresIn}: dejará de funcionar el {expiresAt}.',
      mustChange: 'Al iniciar sesión se le pedirá que elija su propia contraseña.',
      button: 'Iniciar sesión en {brandName}',
      care: 'No comparta esta contraseña con nadie. Nadie de {brandName} se la pedirá nunca.',
      reason: 'Recibió este correo porque se creó una cuenta de {brandName} para {account}.',
    },
    'reveal-link': {
      subject:
        '{isReset, select, true {Vea su contraseña nueva de {brandName}} other {Su cuenta nueva de {brandName}: vea su contraseña}}',
      preheader: 'El enlace de este correo muestra su contraseña una sola vez.',
      heading: '{isReset, select, true {Su contraseña nueva} other {Su cuenta está lista}}',
      intro:
        '{isReset, select, true {Un administrador estableció una contraseña nueva para su cuenta de {brandName}; la anterior ya no funciona.} other {Se creó una cuenta de {brandName} para usted.}}',
      accountLabel: 'Cuenta',
      once: 'El enlace muestra su contraseña una sola vez. Ábralo cuando vaya a iniciar sesión.',
      button: 'Mostrar contraseña',
      expiry: 'El enlace funciona durante {expiresIn}, hasta el {expiresAt}.',
      mustChange: 'Al iniciar sesión se le pedirá que elija su propia contraseña.',
      care: 'No comparta este enlace con nadie: quien lo abra verá su contraseña.',
      loginLabel: 'Aquí puede iniciar sesión en {brandName}:',
      reason:
        '{isReset, select, true {Recibió este correo porque un administrador estableció una contraseña nueva para {account} en {brandName}.} other {Recibió este correo porque se creó una cuenta de {brandName} para {account}.}}',
    },
    'setup-link': {
      subject:
        '{isRenewed, select, true {Un enlace nuevo para elegir su contraseña de {brandName}} other {Elija una contraseña para su cuenta de {brandName}}}',
      preheader:
        '{isRenewed, select, true {Un enlace anterior ya no funciona. Nada cambió en su cuenta.} other {El último paso antes de iniciar sesión por primera vez.}}',
      heading: '{isRenewed, select, true {Aquí tiene un enlace nuevo} other {Elija su contraseña}}',
      intro:
        '{isRenewed, select, true {Un enlace anterior ya no funciona. Con este puede elegir la contraseña de su cuenta de {brandName}.} other {Se creó una cuenta de {brandName} para usted. Elija la contraseña con la que iniciará sesión.}}',
      accountLabel: 'Cuenta',
      button: 'Elegir una contraseña',
      expiry: 'El enlace funciona durante {expiresIn}, hasta el {expiresAt}.',
      singleUse: 'Solo se puede usar una vez.',
      care: 'No comparta este enlace con nadie: quien lo tenga podrá elegir su contraseña.',
      notYou: '¿No lo solicitó usted? Puede ignorar este correo: nada cambió en su cuenta.',
      reason:
        '{isRenewed, select, true {Recibió este correo porque un enlace anterior para {account} en {brandName} ya no funciona.} other {Recibió este correo porque se creó una cuenta de {brandName} para {account}.}}',
    },
    'password-reset-password': {
      subject: 'Una contraseña nueva para su cuenta de {brandName}',
      preheader: 'Cómo iniciar sesión de ahora en adelante.',
      heading: 'Su contraseña nueva',
      intro:
        'Un administrador estableció una contraseña nueva para su cuenta de {brandName}; la anterior ya no funciona. Inicie sesión con estos datos; puede copiar la contraseña completa.',
      accountLabel: 'Cuenta',
      passwordLabel: '{isTemporary, select, true {Contraseña temporal} other {Contraseña nueva}}',
      expiry: 'Úsela en un plazo de {expiresIn}: dejará de funcionar el {expiresAt}.',
      mustChange: 'Al iniciar sesión se le pedirá que elija su propia contraseña.',
      button: 'Iniciar sesión en {brandName}',
      care: 'No comparta esta contraseña con nadie. Nadie de {brandName} se la pedirá nunca.',
      reason:
        'Recibió este correo porque un administrador estableció una contraseña nueva para {account} en {brandName}.',
    },
    'password-reset': {
      subject: 'Establezca una contraseña nueva para {brandName}',
      preheader: 'Así puede establecer una contraseña nueva.',
      heading: 'Establecer una contraseña nueva',
      intro: 'Se solicitó una contraseña nueva para su cuenta de {brandName}:',
      button: 'Establecer una contraseña nueva',
      expiry: 'El enlace funciona durante {expiresIn}, hasta el {expiresAt}.',
      singleUse: 'Solo se puede usar una vez.',
      notYou: '¿No la solicitó usted? No tiene que hacer nada: su contraseña no cambia.',
      reason:
        'Recibió este correo porque se solicitó una contraseña nueva para {account} en {brandName}.',
    },
    'password-reset-code': {
      subject: 'Su código de {brandName} para establecer una contraseña nueva',
      preheader: 'Ingrese el código de este correo donde lo solicitó.',
      heading: 'Su código para establecer una contraseña nueva',
      intro:
        'Se solicitó una contraseña nueva para su cuenta de {brandName}. Ingrese este código en la página donde la solicitó:',
      codeLabel: 'Código',
      expiry: 'El código funciona durante {expiresIn}, hasta el {expiresAt}.',
      care: 'No comparta este código con nadie. Nadie de {brandName} se lo pedirá nunca.',
      notYou: '¿No la solicitó usted? No tiene que hacer nada: su contraseña no cambia.',
      reason:
        'Recibió este correo porque se solicitó una contraseña nueva para {account} en {brandName}.',
    },
    'password-changed': {
      subject: 'Se cambió su contraseña de {brandName}',
      preheader: 'Si fue usted, no tiene que hacer nada.',
      heading: 'Se cambió su contraseña',
      intro: 'Se cambió la contraseña de su cuenta de {brandName}:',
      itWasYou: 'Si fue usted, no tiene que hacer nada.',
      notYou:
        'Si no fue usted, establezca ahora una contraseña nueva y avise a quienes administran su cuenta de {brandName}.',
      notYouSupport:
        'Si no fue usted, establezca ahora una contraseña nueva y escriba a {supportEmail}.',
      reason: 'Recibió este correo porque se cambió la contraseña de {account} en {brandName}.',
    },
  },
}
