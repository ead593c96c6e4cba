highlights-title = Experiencias destacadas
highlights-lead = Buenas prácticas, lecciones aprendidas e innovaciones, contadas por sus protagonistas y revisadas antes de publicarse.
highlights-feed = RIPSO: experiencias destacadas
highlights-write = Compartir una experiencia
highlights-mine = Mis experiencias
highlights-found =
    { $count ->
        [one] { $count } experiencia
       *[other] { $count } experiencias
    }
highlights-newest = Experiencias más recientes
highlights-all = Todas las experiencias
highlights-empty-title = Aún no hay experiencias
highlights-empty = Cuente a la red antes que nadie qué funcionó en su país y qué no.
highlights-none-title = Ninguna experiencia coincide con estos filtros
highlights-kind-best-practice = Buena práctica
highlights-kind-lesson-learned = Lección aprendida
highlights-kind-innovation = Innovación
highlights-relation-none = En ninguna otra experiencia
highlights-relation-adapts = Adapta
highlights-relation-evaluates = Evalúa
highlights-relation-continues = Continúa
highlights-state-draft = Borrador
highlights-state-changes-asked = Cambios solicitados
highlights-state-in-review = En revisión
highlights-state-declined = No aceptada
highlights-state-published = Publicada
highlights-state-withdrawn = Retirada

highlights-context = Contexto
highlights-context-hint = Dónde y cuándo, a quiénes afectaba y cuál era el problema.
highlights-done = Qué se hizo
highlights-done-hint = Paso a paso, para que otros también puedan hacerlo.
highlights-results = Resultados
highlights-results-hint = Qué cambió, con cifras si las hay, y cómo se sabe.
highlights-lessons = Lecciones
highlights-lessons-hint = Qué volverían a hacer y qué harían de otra manera.
highlights-cost = Costo
highlights-cost-hint = Qué hizo falta: dinero con su moneda y año, personas, tiempo.
highlights-contact = Contacto
highlights-contact-hint = A quién preguntar y cómo. Solo lo ven los miembros que inician sesión.
highlights-contact-members = Los miembros que inician sesión ven a quién preguntar.
highlights-evidence = Evidencia
highlights-evidence-hint = Una dirección por línea, { $count } como máximo: evaluaciones, cifras, páginas de otros sitios o recursos de esta biblioteca.
highlights-evidence-wrong = Dé { $count } direcciones como máximo, una por línea, cada una con https:// o http:// al comienzo.
highlights-country-hint = Donde se hizo.
highlights-country-missing = Elija el país donde se hizo.
highlights-programme = Programa
highlights-programme-elsewhere = Este programa es de un país distinto del que eligió.
highlights-relation = En qué se basa
highlights-relation-hint = Si retoma otra experiencia, quien escribió aquella recibe reconocimiento por la reutilización.
highlights-relation-missing = Diga qué hace con la otra experiencia o deje vacía su dirección.
highlights-source = Dirección de la otra experiencia
highlights-source-hint = Cópiela de su página.
highlights-source-missing = Ninguna experiencia publicada tiene esta dirección.
highlights-source-withdrawn = una experiencia que fue retirada

highlights-new-title = Compartir una experiencia
highlights-edit-title = Editar el borrador
highlights-new-lead = Al guardar queda un borrador que solo usted ve. Cuando lo envía, se revisa antes de publicarse.
highlights-save = Guardar el borrador
highlights-save-and-submit = Guardar y enviar a revisión
highlights-incomplete = El borrador está guardado. Junto a cada campo se dice qué falta para enviarlo.
highlights-overtaken = Este borrador se envió o se descartó en otra ventana. Lo que escribió está abajo: guárdelo como borrador nuevo.
highlights-lacks = Antes de poder enviarla:
highlights-submit = Enviar a revisión
highlights-answer = Mensaje para quienes revisan
highlights-answer-hint = Qué cambió, o cualquier otra cosa que ayude.
highlights-waiting = Esta experiencia está en revisión. Solo la ven usted y quienes revisan.
highlights-take-back = Recuperarla
highlights-take-back-hint = Para cambiarla, recupérela primero. Entonces deja de estar en revisión.
highlights-asked = Quien la revisó pide cambios:
highlights-declined = Esta experiencia no fue aceptada:
highlights-declined-next = La decisión es definitiva para este texto. Puede escribir otro o empezar un borrador nuevo con este.
highlights-anew = Empezar un borrador nuevo con este texto
highlights-discard-text = Desaparecerá. Esto no se puede deshacer.
highlights-mine-lead = Lo que está escribiendo, lo que está en revisión y lo publicado.
highlights-mine-empty-title = Aún no hay experiencias
highlights-mine-empty = Lo que empiece a escribir se guarda aquí, junto con el resultado.
highlights-notice-saved = El borrador está guardado. Solo usted lo ve.
highlights-notice-submitted = Se envió. Alguien la revisará.
highlights-notice-taken-back = Ya no está a la espera de revisión.

highlights-queue = Por revisar
highlights-queue-lead = Lo que enviaron los miembros, empezando por lo que más tiempo lleva en espera. Nadie revisa lo propio.
highlights-queue-empty-title = Nada por revisar
highlights-queue-empty = Ninguna experiencia espera su revisión.
highlights-queue-count =
    { $count ->
        [one] { $count } experiencia espera revisión
       *[other] { $count } experiencias esperan revisión
    }
highlights-submitted = Enviada
highlights-resubmitted = Leída antes
highlights-judge = Su decisión
highlights-publish = Publicarla
highlights-note = Qué cambios pide
highlights-note-hint = Solo los leen quien la escribió y quienes revisan.
highlights-ask = Pedir cambios
highlights-reason-hint = Para no aceptarla, de forma definitiva. Lo leerá quien la escribió.
highlights-decline = No aceptarla
highlights-own = Usted escribió esto: tiene que revisarlo otra persona.
highlights-own-source = Se basa en una experiencia suya y usted ganaría puntos al publicarla: tiene que publicarla otra persona. Usted puede pedir cambios o no aceptarla.
highlights-asked-before = Cambios solicitados:
highlights-answered = Quien la escribió dice:
highlights-source-gone = Aquello en que se basa ya no está publicado. Pida a quien la escribió que lo cambie.
highlights-changed-since = Mientras tanto, quien la escribió la cambió. Esta es la versión actual: léala de nuevo antes de decidir.
highlights-notice-asked = Quien la escribió leerá qué cambios pide.
highlights-notice-published = Se publicó.
highlights-notice-declined = No fue aceptada. Quien la escribió leerá el motivo.
highlights-notice-decided = Ya no espera revisión.
highlights-late-title = Ya no espera revisión
highlights-late = Mientras usted escribía, quien la escribió la recuperó u otra persona decidió. Lo que escribió no se envió; copie lo que quiera conservar.
highlights-late-on = Ver cómo quedó

highlights-about = Sobre esta experiencia
highlights-use = Aprovecharla
highlights-use-first = Nadie se ha basado en ella todavía. ¿La probó en otro lugar?
highlights-build-on = Compartir cómo la aprovechó
highlights-address = Dirección permanente:
highlights-tree = Qué se basa en qué
highlights-tree-lead = { $count } experiencias, { $countries ->
        [one] { $countries } país
       *[other] { $countries } países
    }
highlights-tree-part = Se muestra una parte: { $shown } de { $count } experiencias
highlights-tree-level = Nivel { $level }
highlights-corrected-by-moderator = Corregido por la moderación del portal.
highlights-withdraw-title = ¿Retirar esta experiencia?
highlights-withdraw-consequence = Su página solo dirá que fue retirada y por qué. Se descuentan los puntos por haberla publicado y, si se basa en otra experiencia, los que el autor de aquella obtuvo por ello. Se conservan los que su autor obtuvo porque otros se basaron en esta.
highlights-withdraw-reason-hint = Cualquiera puede leerlo en la dirección de la experiencia.
highlights-notice-withdrawn = La experiencia fue retirada.
highlights-gone-title = Esta experiencia fue retirada
highlights-gone-author = El miembro que la escribió la ha retirado.
highlights-gone-other = El equipo de moderación del portal la ha retirado.

highlights-mail-asked-subject = Le piden cambios en su experiencia
highlights-mail-asked = Se ha revisado la experiencia que usted envió y le piden algunos cambios. En su página verá cuáles; cuando los haya hecho, envíela de nuevo.
highlights-mail-published-subject = Su experiencia está publicada
highlights-mail-published = Se ha revisado su experiencia y ya está publicada. Gracias por compartir lo que aprendió.
highlights-mail-declined-subject = Su experiencia no fue aceptada
highlights-mail-declined = Se ha revisado la experiencia que usted envió y no fue aceptada. El motivo figura en su página.
highlights-mail-link = Abrir la experiencia
highlights-mail-otherwise = Recibe este correo porque envió una experiencia. Nadie más lo recibe.
