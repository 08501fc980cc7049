import type { Locale } from './en.ts'

/** Spanish as in Spain, familiar address, as account mail there has it. */
export const es: Locale = {
  tag: 'es',
  direction: 'ltr',
  messages: {
    shared: {
      greeting: 'Hola, {name}:',
      orCopyLink: 'O copia esta dirección en tu navegador:',
      support: '¿Tienes preguntas? Escribe a {supportEmail}.',
      automatic: 'Este correo se ha enviado automáticamente.',
      minutes: '{count, plural, one {# minuto} many {# de minutos} other {# minutos}}',
      hours: '{count, plural, one {# hora} many {# de horas} other {# horas}}',
    },
    'password-issued': {
      subject: 'Tu cuenta de {brandName} está lista',
      preheader: 'Cómo iniciar sesión por primera vez.',
      heading: 'Tu cuenta está lista',
      intro:
        'Se ha creado una cuenta de {brandName} para ti. Inicia sesión con estos datos; puedes copiar la contraseña entera.',
      accountLabel: 'Cuenta',
      passwordLabel: '{isTemporary, select, true {Contraseña temporal} other {Contraseña}}',
      expiry: 'Úsala en un plazo de {expiresIn}: dejará de funcionar el {expiresAt}.',
      mustChange: 'Al iniciar sesión se te pedirá que elijas tu propia contraseña.',
      button: 'Iniciar sesión en {brandName}',
      care: 'No compartas esta contraseña con nadie. Nadie de {brandName} te la pedirá nunca.',
      reason:
        'Has recibido este correo porque se ha creado una cuenta de {brandName} para {account}.',
    },
    'reveal-link': {
      subject:
        '{isReset, select, true {Consulta tu nueva contraseña de {brandName}} other {Tu nueva cuenta de {brandName}: consulta tu contraseña}}',
      preheader: 'El enlace de este correo muestra tu contraseña una sola vez.',
      heading: '{isReset, select, true {Tu nueva contraseña} other {Tu cuenta está lista}}',
      intro:
        '{isReset, select, true {Un administrador ha establecido una nueva contraseña para tu cuenta de {brandName}; la anterior ya no funciona.} other {Se ha creado una cuenta de {brandName} para ti.}}',
      accountLabel: 'Cuenta',
      once: 'El enlace muestra tu contraseña una sola vez. Ábrelo cuando vayas a iniciar sesión.',
      button: 'Mostrar contraseña',
      expiry: 'El enlace funciona durante {expiresIn}, hasta el {expiresAt}.',
      mustChange: 'Al iniciar sesión se te pedirá que elijas tu propia contraseña.',
      care: 'No compartas este enlace con nadie: quien lo abra verá tu contraseña.',
      loginLabel: 'Aquí puedes iniciar sesión en {brandName}:',
      reason:
        '{isReset, select, true {Has recibido este correo porque un administrador ha establecido una nueva contraseña para {account} en {brandName}.} other {Has recibido este correo porque se ha creado una cuenta de {brandName} para {account}.}}',
    },
    'setup-link': {
      subject:
        '{isRenewed, select, true {Un nuevo enlace para elegir tu contraseña de {brandName}} other {Elige una contraseña para tu cuenta de {brandName}}}',
      preheader:
        '{isRenewed, select, true {Un enlace anterior ya no funciona. No ha cambiado nada en tu cuenta.} other {El último paso antes de iniciar sesión por primera vez.}}',
      heading:
        '{isRenewed, select, true {Aquí tienes un nuevo enlace} other {Elige tu contraseña}}',
      intro:
        '{isRenewed, select, true {Un enlace anterior ya no funciona. Con este puedes elegir la contraseña de tu cuenta de {brandName}.} other {Se ha creado una cuenta de {brandName} para ti. Elige la contraseña con la que iniciarás sesión.}}',
      accountLabel: 'Cuenta',
      button: 'Elegir una contraseña',
      expiry: 'El enlace funciona durante {expiresIn}, hasta el {expiresAt}.',
      singleUse: 'Solo se puede usar una vez.',
      care: 'No compartas este enlace con nadie: quien lo tenga podrá elegir tu contraseña.',
      notYou: '¿No lo has pedido tú? Puedes ignorar este correo: no ha cambiado nada en tu cuenta.',
      reason:
        '{isRenewed, select, true {Has recibido este correo porque un enlace anterior para {account} en {brandName} ya no funciona.} other {Has recibido este correo porque se ha creado una cuenta de {brandName} para {account}.}}',
    },
    'password-reset-password': {
      subject: 'Una nueva contraseña para tu cuenta de {brandName}',
      preheader: 'Cómo iniciar sesión a partir de ahora.',
      heading: 'Tu nueva contraseña',
      intro:
        'Un administrador ha establecido una nueva contraseña para tu cuenta de {brandName}; la anterior ya no funciona. Inicia sesión con estos datos; puedes copiar la contraseña entera.',
      accountLabel: 'Cuenta',
      passwordLabel: '{isTemporary, select, true {Contraseña temporal} other {Nueva contraseña}}',
      expiry: 'Úsala en un plazo de {expiresIn}: dejará de funcionar el {expiresAt}.',
      mustChange: 'Al iniciar sesión se te pedirá que elijas tu propia contraseña.',
      button: 'Iniciar sesión en {brandName}',
      care: 'No compartas esta contraseña con nadie. Nadie de {brandName} te la pedirá nunca.',
      reason:
        'Has recibido este correo porque un administrador ha establecido una nueva contraseña para {account} en {brandName}.',
    },
    'password-reset': {
      subject: 'Establece una nueva contraseña para {brandName}',
      preheader: 'Así puedes establecer una nueva contraseña.',
      heading: 'Establecer una nueva contraseña',
      intro: 'Se ha pedido una nueva contraseña para tu cuenta de {brandName}:',
      button: 'Establecer una nueva contraseña',
      expiry: 'El enlace funciona durante {expiresIn}, hasta el {expiresAt}.',
      singleUse: 'Solo se puede usar una vez.',
      notYou: '¿No la has pedido tú? No tienes que hacer nada: tu contraseña no cambia.',
      reason:
        'Has recibido este correo porque se ha pedido una nueva contraseña para {account} en {brandName}.',
    },
    'password-reset-code': {
      subject: 'Tu código de {brandName} para establecer una nueva contraseña',
      preheader: 'Introduce el código de este correo donde lo pediste.',
      heading: 'Tu código para establecer una nueva contraseña',
      intro:
        'Se ha pedido una nueva contraseña para tu cuenta de {brandName}. Introduce este código en la página donde la pediste:',
      codeLabel: 'Código',
      expiry: 'El código funciona durante {expiresIn}, hasta el {expiresAt}.',
      care: 'No compartas este código con nadie. Nadie de {brandName} te lo pedirá nunca.',
      notYou: '¿No la has pedido tú? No tienes que hacer nada: tu contraseña no cambia.',
      reason:
        'Has recibido este correo porque se ha pedido una nueva contraseña para {account} en {brandName}.',
    },
    'password-changed': {
      subject: 'Se ha cambiado tu contraseña de {brandName}',
      preheader: 'Si has sido tú, no tienes que hacer nada.',
      heading: 'Se ha cambiado tu contraseña',
      intro: 'Se ha cambiado la contraseña de tu cuenta de {brandName}:',
      itWasYou: 'Si has sido tú, no tienes que hacer nada.',
      notYou:
        'Si no has sido tú, establece ahora una nueva contraseña y avisa a quienes gestionan tu cuenta de {brandName}.',
      notYouSupport:
        'Si no has sido tú, establece ahora una nueva contraseña y escribe a {supportEmail}.',
      reason:
        'Has recibido este correo porque se ha cambiado la contraseña de {account} en {brandName}.',
    },
  },
}
