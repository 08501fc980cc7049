import type { Locale } from './en.ts'

/** Portuguese as in Brazil. */
export const ptBrazil: Locale = {
  tag: 'pt-BR',
  direction: 'ltr',
  messages: {
    shared: {
      greeting: 'Olá, {name},',
      orCopyLink: 'Ou copie este endereço no seu navegador:',
      support: 'Dúvidas? Escreva para {supportEmail}.',
      automatic: 'Este e-mail foi enviado automaticamente.',
      minutes: '{count, plural, one {# minuto} many {# de minutos} other {# minutos}}',
      hours: '{count, plural, one {# hora} many {# de horas} other {# horas}}',
    },
    'password-issued': {
      subject: 'Sua conta {brandName} está pronta',
      preheader: 'Veja como entrar pela primeira vez.',
      heading: 'Sua conta está pronta',
      intro:
        'Uma conta {brandName} foi criada para você. Entre com estes dados; você pode copiar a senha inteira.',
      accountLabel: 'Conta',
      passwordLabel: '{isTemporary, select, true {Senha temporária} other {Senha}}',
      expiry: 'Use-a em até {expiresIn}: ela deixa de funcionar em {expiresAt}.',
      mustChange: 'Ao entrar, será preciso escolher sua própria senha.',
      button: 'Entrar em {brandName}',
      care: 'Não compartilhe esta senha com ninguém. Ninguém de {brandName} jamais vai pedi-la a você.',
      reason: 'Você recebeu este e-mail porque uma conta {brandName} foi criada para {account}.',
    },
    'reveal-link': {
      subject:
        '{isReset, select, true {Veja sua nova senha de {brandName}} other {Sua nova conta {brandName}: veja sua senha}}',
      preheader: 'O link neste e-mail mostra sua senha uma única vez.',
      heading: '{isReset, select, true {Sua nova senha} other {Sua conta está pronta}}',
      intro:
        '{isReset, select, true {Um administrador definiu uma nova senha para sua conta {brandName}; a anterior não funciona mais.} other {Uma conta {brandName} foi criada para você.}}',
      accountLabel: 'Conta',
      once: 'O link mostra sua senha uma única vez. Abra-o quando for entrar.',
      button: 'Mostrar senha',
      expiry: 'O link funciona por {expiresIn}, até {expiresAt}.',
      mustChange: 'Ao entrar, será preciso escolher sua própria senha.',
      care: 'Não compartilhe este link com ninguém: quem o abrir verá sua senha.',
      loginLabel: 'É aqui que você entra em {brandName}:',
      reason:
        '{isReset, select, true {Você recebeu este e-mail porque um administrador definiu uma nova senha para {account} em {brandName}.} other {Você recebeu este e-mail porque uma conta {brandName} foi criada para {account}.}}',
    },
    'setup-link': {
      subject:
        '{isRenewed, select, true {Um novo link para escolher sua senha de {brandName}} other {Escolha uma senha para sua conta {brandName}}}',
      preheader:
        '{isRenewed, select, true {Um link anterior não funciona mais. Nada mudou na sua conta.} other {O último passo antes de entrar pela primeira vez.}}',
      heading: '{isRenewed, select, true {Aqui está um novo link} other {Escolha sua senha}}',
      intro:
        '{isRenewed, select, true {Um link anterior não funciona mais. Com este, você escolhe a senha da sua conta {brandName}.} other {Uma conta {brandName} foi criada para você. Escolha a senha com que você vai entrar.}}',
      accountLabel: 'Conta',
      button: 'Escolher uma senha',
      expiry: 'O link funciona por {expiresIn}, até {expiresAt}.',
      singleUse: 'Ele só pode ser usado uma vez.',
      care: 'Não compartilhe este link com ninguém: quem o tiver pode escolher sua senha.',
      notYou: 'Não foi você que pediu? Então ignore este e-mail: nada mudou na sua conta.',
      reason:
        '{isRenewed, select, true {Você recebeu este e-mail porque um link anterior para {account} em {brandName} não funciona mais.} other {Você recebeu este e-mail porque uma conta {brandName} foi criada para {account}.}}',
    },
    'password-reset-password': {
      subject: 'Uma nova senha para sua conta {brandName}',
      preheader: 'Veja como entrar a partir de agora.',
      heading: 'Sua nova senha',
      intro:
        'Um administrador definiu uma nova senha para sua conta {brandName}; a anterior não funciona mais. Entre com estes dados; você pode copiar a senha inteira.',
      accountLabel: 'Conta',
      passwordLabel: '{isTemporary, select, true {Senha temporária} other {Nova senha}}',
      expiry: 'Use-a em até {expiresIn}: ela deixa de funcionar em {expiresAt}.',
      mustChange: 'Ao entrar, será preciso escolher sua própria senha.',
      button: 'Entrar em {brandName}',
      care: 'Não compartilhe esta senha com ninguém. Ninguém de {brandName} jamais vai pedi-la a você.',
      reason:
        'Você recebeu este e-mail porque um administrador definiu uma nova senha para {account} em {brandName}.',
    },
    'password-reset': {
      subject: 'Defina uma nova senha para {brandName}',
      preheader: 'Veja como definir uma nova senha.',
      heading: 'Definir uma nova senha',
      intro: 'Uma nova senha foi solicitada para sua conta {brandName}:',
      button: 'Definir uma nova senha',
      expiry: 'O link funciona por {expiresIn}, até {expiresAt}.',
      singleUse: 'Ele só pode ser usado uma vez.',
      notYou: 'Não foi você que pediu? Então não precisa fazer nada: sua senha continua a mesma.',
      reason:
        'Você recebeu este e-mail porque uma nova senha foi solicitada para {account} em {brandName}.',
    },
    'password-reset-code': {
      subject: 'Seu código {brandName} para definir uma nova senha',
      preheader: 'Digite o código deste e-mail onde você o pediu.',
      heading: 'Seu código para definir uma nova senha',
      intro:
        'Uma nova senha foi solicitada para sua conta {brandName}. Digite este código na página em que você a pediu:',
      codeLabel: 'Código',
      expiry: 'O código funciona por {expiresIn}, até {expiresAt}.',
      care: 'Não compartilhe este código com ninguém. Ninguém de {brandName} jamais vai pedi-lo a você.',
      notYou: 'Não foi você que pediu? Então não precisa fazer nada: sua senha continua a mesma.',
      reason:
        'Você recebeu este e-mail porque uma nova senha foi solicitada para {account} em {brandName}.',
    },
    'password-changed': {
      subject: 'Sua senha de {brandName} foi alterada',
      preheader: 'Se foi você, não precisa fazer nada.',
      heading: 'Sua senha foi alterada',
      intro: 'A senha da sua conta {brandName} foi alterada:',
      itWasYou: 'Se foi você, não precisa fazer nada.',
      notYou:
        'Se não foi você, defina uma nova senha agora e avise quem cuida da sua conta {brandName}.',
      notYouSupport: 'Se não foi você, defina uma nova senha agora e escreva para {supportEmail}.',
      reason: 'Você recebeu este e-mail porque a senha de {account} em {brandName} foi alterada.',
    },
  },
}
