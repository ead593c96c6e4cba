error-bad-request-title = Não foi possível entender a solicitação
error-bad-request = Algo no endereço ou no formulário não era o esperado. Volte, recarregue a página e tente novamente.
error-forbidden-title = Você não tem permissão para fazer isto
error-forbidden = Sua conta não tem permissão para ver esta página nem para realizar esta ação. Se você acha que deveria ter, escreva a quem administra o portal.
error-forged-title = Este formulário veio de outro site
error-forged = Para sua segurança, o portal só aceita formulários de suas próprias páginas. Se você o preencheu aqui, abra a página de novo e envie outra vez.
error-not-found-title = Não há nenhuma página aqui
error-not-found = O endereço pode estar errado ou o que havia aqui foi retirado.
error-method-title = Este endereço não permite essa ação
error-method = A página existe, mas não para este tipo de solicitação. Abra-a pela navegação.
error-too-large-title = Isto é grande demais
error-too-large = O que foi enviado ultrapassa o que este formulário aceita. Nada foi guardado. O limite está indicado ao lado do campo.
error-refused-title = Não foi possível fazer isto
error-refused = Algo mudou desde que a página foi carregada e isto já não é possível. Volte e recarregue a página para ver como está agora.
error-too-many-title = Um momento, por favor
error-too-many = Muitas solicitações chegaram da sua conexão em pouco tempo. Esta não alterou nada. Aguarde um pouco e tente novamente.
error-again-seconds =
    { $count ->
        [one] Você pode tentar de novo em { $count } segundo.
       *[other] Você pode tentar de novo em { $count } segundos.
    }
error-again-minutes =
    { $count ->
        [one] Você pode tentar de novo em { $count } minuto.
       *[other] Você pode tentar de novo em { $count } minutos.
    }
error-internal-title = Algo deu errado do nosso lado
error-internal = Não foi possível mostrar a página. O erro foi registrado. Tente novamente; se acontecer outra vez, informe-nos o número abaixo.
error-unavailable-title = O portal está indisponível no momento
error-unavailable = Seu banco de dados não está respondendo agora. Nada do que foi confirmado se perdeu. Tente novamente em um minuto.
error-home = Ir para a página inicial
error-library = Ir para a biblioteca
error-request = Número desta solicitação: { $id }
