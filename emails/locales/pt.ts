import type { Locale } from './en.ts'

/** Portuguese as in Portugal, formal address. */
export const pt: Locale = {
  tag: 'pt',
  direction: 'ltr',
  messages: {
    shared: {
      greeting: 'Olá {name},',
      orCopyLink: 'Ou copie este endereço para o seu navegador:',
      support: 'Tem dúvidas? Escreva para {supportEmail}.',
      automatic: 'Este e-mail foi enviado automaticamente.',
      minutes: '{count, plural, one {# minuto} many {# de minutos} other {# minutos}}',
      hours: '{count, plural, one {# hora} many {# de horas} other {# horas}}',
    },
    'password-issued': {
      subject: 'A sua conta {brandName} está pronta',
      preheader: 'Como iniciar sessão pela primeira vez.',
      heading: 'A sua conta está pronta',
      intro:
        'Foi criada uma conta {brandName} para si. Inicie sessão com estes dados; pode copiar a palavra-passe por inteiro.',
      accountLabel: 'Conta',
      passwordLabel: '{isTemporary, select, true {Palavra-passe temporária} other {Palavra-passe}}',
      expiry: 'Utilize-a no prazo de {expiresIn}: deixa de funcionar em {expiresAt}.',
      mustChange: 'Ao iniciar sessão, ser-lhe-á pedido que escolha uma palavra-passe sua.',
      button: 'Iniciar sessão em {brandName}',
      care: 'Não partilhe esta palavra-passe com ninguém. Ninguém de {brandName} alguma vez lha pedirá.',
      reason: 'Recebeu este e-mail porque foi criada uma conta {brandName} para {account}.',
    },
    'reveal-link': {
      subject:
        '{isReset, select, true {Veja a sua nova palavra-passe de {brandName}} other {A sua nova conta {brandName}: veja a sua palavra-passe}}',
      preheader: 'A ligação neste e-mail mostra a sua palavra-passe uma única vez.',
      heading: '{isReset, select, true {A sua nova palavra-passe} other {A sua conta está pronta}}',
      intro:
        '{isReset, select, true {Um administrador definiu uma nova palavra-passe para a sua conta {brandName}; a anterior já não funciona.} other {Foi criada uma conta {brandName} para si.}}',
      accountLabel: 'Conta',
      once: 'A ligação mostra a sua palavra-passe uma única vez. Abra-a quando for iniciar sessão.',
      button: 'Mostrar palavra-passe',
      expiry: 'A ligação funciona durante {expiresIn}, até {expiresAt}.',
      mustChange: 'Ao iniciar sessão, ser-lhe-á pedido que escolha uma palavra-passe sua.',
      care: 'Não partilhe esta ligação com ninguém: quem a abrir vê a sua palavra-passe.',
      loginLabel: 'É aqui que inicia sessão em {brandName}:',
      reason:
        '{isReset, select, true {Recebeu este e-mail porque um administrador definiu uma nova palavra-passe para {account} em {brandName}.} other {Recebeu este e-mail porque foi criada uma conta {brandName} para {account}.}}',
    },
    'setup-link': {
      subject:
        '{isRenewed, select, true {Uma nova ligação para escolher a sua palavra-passe de {brandName}} other {Escolha uma palavra-passe para a sua conta {brandName}}}',
      preheader:
        '{isRenewed, select, true {Uma ligação anterior já não funciona. Nada mudou na sua conta.} other {O último passo antes de iniciar sessão pela primeira vez.}}',
      heading:
        '{isRenewed, select, true {Aqui está uma nova ligação} other {Escolha a sua palavra-passe}}',
      intro:
        '{isRenewed, select, true {Uma ligação anterior já não funciona. Com esta, pode escolher a palavra-passe da sua conta {brandName}.} other {Foi criada uma conta {brandName} para si. Escolha a palavra-passe com que vai iniciar sessão.}}',
      accountLabel: 'Conta',
      button: 'Escolher uma palavra-passe',
      expiry: 'A ligação funciona durante {expiresIn}, até {expiresAt}.',
      singleUse: 'Só pode ser utilizada uma vez.',
      care: 'Não partilhe esta ligação com ninguém: quem a tiver pode escolher a sua palavra-passe.',
      notYou: 'Não fez este pedido? Pode ignorar este e-mail: nada mudou na sua conta.',
      reason:
        '{isRenewed, select, true {Recebeu este e-mail porque uma ligação anterior para {account} em {brandName} já não funciona.} other {Recebeu este e-mail porque foi criada uma conta {brandName} para {account}.}}',
    },
    'password-reset-password': {
      subject: 'Uma nova palavra-passe para a sua conta {brandName}',
      preheader: 'Como iniciar sessão a partir de agora.',
      heading: 'A sua nova palavra-passe',
      intro:
        'Um administrador definiu uma nova palavra-passe para a sua conta {brandName}; a anterior já não funciona. Inicie sessão com estes dados; pode copiar a palavra-passe por inteiro.',
      accountLabel: 'Conta',
      passwordLabel:
        '{isTemporary, select, true {Palavra-passe temporária} other {Nova palavra-passe}}',
      expiry: 'Utilize-a no prazo de {expiresIn}: deixa de funcionar em {expiresAt}.',
      mustChange: 'Ao iniciar sessão, ser-lhe-á pedido que escolha uma palavra-passe sua.',
      button: 'Iniciar sessão em {brandName}',
      care: 'Não partilhe esta palavra-passe com ninguém. Ninguém de {brandName} alguma vez lha pedirá.',
      reason:
        'Recebeu este e-mail porque um administrador definiu uma nova palavra-passe para {account} em {brandName}.',
    },
    'password-reset': {
      subject: 'Defina uma nova palavra-passe para {brandName}',
      preheader: 'Veja como definir uma nova palavra-passe.',
      heading: 'Definir uma nova palavra-passe',
      intro: 'Foi pedida uma nova palavra-passe para a sua conta {brandName}:',
      button: 'Definir uma nova palavra-passe',
      expiry: 'A ligação funciona durante {expiresIn}, até {expiresAt}.',
      singleUse: 'Só pode ser utilizada uma vez.',
      notYou: 'Não fez este pedido? Não precisa de fazer nada: a sua palavra-passe mantém-se.',
      reason:
        'Recebeu este e-mail porque foi pedida uma nova palavra-passe para {account} em {brandName}.',
    },
    'password-reset-code': {
      subject: 'O seu código {brandName} para definir uma nova palavra-passe',
      preheader: 'Introduza o código deste e-mail onde o pediu.',
      heading: 'O seu código para definir uma nova palavra-passe',
      intro:
        'Foi pedida uma nova palavra-passe para a sua conta {brandName}. Introduza este código na página onde a pediu:',
      codeLabel: 'Código',
      expiry: 'O código funciona durante {expiresIn}, até {expiresAt}.',
      care: 'Não partilhe este código com ninguém. Ninguém de {brandName} alguma vez lho pedirá.',
      notYou: 'Não fez este pedido? Não precisa de fazer nada: a sua palavra-passe mantém-se.',
      reason:
        'Recebeu este e-mail porque foi pedida uma nova palavra-passe para {account} em {brandName}.',
    },
    'password-changed': {
      subject: 'A sua palavra-passe de {brandName} foi alterada',
      preheader: 'Se fez esta alteração, não há nada a fazer.',
      heading: 'A sua palavra-passe foi alterada',
      intro: 'A palavra-passe da sua conta {brandName} foi alterada:',
      itWasYou: 'Se fez esta alteração, não há nada a fazer.',
      notYou:
        'Se não fez esta alteração, defina já uma nova palavra-passe e avise quem gere a sua conta {brandName}.',
      notYouSupport:
        'Se não fez esta alteração, defina já uma nova palavra-passe e escreva para {supportEmail}.',
      reason:
        'Recebeu este e-mail porque a palavra-passe de {account} em {brandName} foi alterada.',
    },
  },
}
