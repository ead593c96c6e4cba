home-title = Red Interamericana de Protección Social
home-description = Programas, evidencia y personas de la protección social en las Américas: el portal de conocimiento de la red de ministerios y organismos, a cargo de la OEA.
home-hero = Lo que un país ha aprendido sirve a todos
home-lead = Desde 2009, los ministerios y organismos que trabajan contra la pobreza en las Américas aprenden unos de otros en esta red: qué programas funcionan, con qué evidencia y quién sabe cómo.
home-join = Únase a la red
home-browse = Explorar la biblioteca
home-publish = Publicar un recurso
home-figures = La red en cifras
home-figure-countries =
    { $count ->
        [one] país
       *[other] países
    }

home-new = Novedades de la biblioteca
home-new-all = Toda la biblioteca
home-new-empty = La biblioteca espera su primer recurso
home-new-empty-text = Una evaluación, una guía, una ley: lo que su programa ha aprendido ayuda a otros a empezar más adelante.

home-featured = País del mes
home-featured-open = Abrir la página del país
home-featured-why = ¿Por qué este país?
home-featured-rule = Cada mes se destaca el país que lleva más tiempo sin serlo; primero los que nunca lo fueron y, entre ellos, el que tenía más aportes a la biblioteca (recursos y experiencias) antes de ese mes. En caso de igualdad decide el código de dos letras.
home-featured-never =
    { $count ->
        [one] Este país no se había destacado antes y tenía { $count } aporte.
       *[other] Este país no se había destacado antes y tenía { $count } aportes.
    }
home-featured-last = Este país se destacó por última vez en { $month }.

home-featured-computed = Cómo se ha calculado
home-featured-overruled = Una persona administradora eligió este país en lugar de la regla, por este motivo:
home-month-title = País de { $month }: { $country }
home-month-ahead = Tal como está hoy. Las contribuciones hasta entonces todavía pueden cambiarlo.
home-month-rule-choice = La regla por sí sola habría elegido { $country }.
home-month-ranking = Orden de los países según la regla
home-month-place = Puesto
home-month-country = País
home-month-last = Destacado por última vez
home-month-never = Nunca
home-month-contributions = Contribuciones antes del mes
home-month-check = Quien tenga acceso al registro puede calcularlo de nuevo:
home-rota = País del mes: calendario
home-rota-lead = Qué país destacó la página de inicio y cuáles siguen según la regla publicada, tal como está hoy.
home-rota-ahead = Este mes y los siguientes
home-rota-past = Meses anteriores
home-rota-month = Mes
home-rota-by = Elegido por
home-rota-by-rule = La regla
home-rota-by-admin = Una persona administradora: { $reason }
home-overrule = Elegir otro país
home-overrule-title = País de { $month }: elegir en lugar de la regla
home-overrule-lead = La rotación sigue a partir de su elección: el país que habría elegido la regla viene después. Todo el mundo puede leer su motivo.
home-overrule-country = País
home-overrule-choose = Elija un país
home-overrule-reason = Motivo
home-overrule-reason-fault = Indique un motivo de { $count } caracteres como máximo
home-overrule-past = El país destacado en un mes pasado ya no se puede cambiar.
home-overrule-button = Destacar este país
home-overrule-back-title = Devolver el mes a la regla
home-overrule-back-reason = Motivo para devolverlo
home-overrule-back-button = Seguir de nuevo la regla
home-notice-overruled = El país del mes está elegido.
home-notice-rule = El mes vuelve a seguir la regla.

home-leaders = Quienes lideran este mes
home-leaders-all = La clasificación
home-leaders-empty = Este mes nadie ha ganado puntos todavía: el primer aporte lidera.

home-purpose = Para qué existe la red
home-purpose-more = Sobre la red
home-purpose-dialogue = Diálogo
home-purpose-dialogue-text = Los actores clave de la protección social dialogan y fijan la agenda.
home-purpose-institutions = Instituciones fuertes
home-purpose-institutions-text = Los ministerios y organismos se fortalecen para aplicar políticas intersectoriales contra la pobreza extrema.
home-purpose-exchange = La demanda halla la oferta
home-purpose-exchange-text = Un mecanismo interamericano detecta qué necesitan los países, reúne un portafolio de programas y los acerca.
home-purpose-community = Una comunidad de práctica
home-purpose-community-text = Una red de conocimiento y aprendizaje conecta a quienes hacen funcionar la protección social.

home-call = ¿Trabaja en protección social?
home-call-text = Ministerios, organismos, organizaciones internacionales, sociedad civil, sector privado y universidades: quien trabaje en ello puede unirse, publicar y encontrar colegas. Es gratuito.

home-about = Sobre la red
home-about-lead = La Red Interamericana de Protección Social es una comunidad de práctica de los ministerios y organismos nacionales de desarrollo social de las Américas, con organizaciones internacionales, sociedad civil, sector privado y academia.
home-about-mandate = Mandato
home-about-mandate-text = La red existe desde 2009 por mandato de la Quinta Cumbre de las Américas.
home-about-protection = Qué significa aquí la protección social
home-about-protection-text = El acceso de todas las personas, ante todo de las más vulnerables, a la alimentación, la salud, la educación, la vivienda y el empleo en condiciones de igualdad: una responsabilidad compartida y un pilar de la gobernabilidad democrática (Carta Social de las Américas, capítulo III, artículo 14).
home-about-run-by = Quién gestiona el portal
home-about-run-by-text = El Departamento de Inclusión Social de la Secretaría de Acceso a Derechos y Equidad, Organización de los Estados Americanos.
home-about-featured = Cómo se elige el país del mes
home-about-featured-text = La rotación empezó con el primer mes en que un país hizo un aporte. Cuenta toda publicación, también la de recursos retirados después, para que una elección nunca cambie más tarde.
