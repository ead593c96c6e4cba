points-points = Puntos
points-rank = Puesto
points-member = Miembro
points-country = País
points-rule = Regla
points-when = Fecha
points-what = Por qué
points-balance = Saldo
points-for = Por qué
points-points-each = Puntos cada vez
points-daily-cap = Máximo de veces al día
points-how = Cómo se ganan los puntos
points-all-time = Desde el inicio
points-revision = Revisión { $revision }

points-contribution-published = Publicar un recurso
points-contribution-bookmarked = Otro miembro guarda su recurso

points-leaderboard-title = Clasificación
points-leaderboard-lead = Los miembros según los puntos que han ganado sus contribuciones.
points-periods = Tipo de período
points-by-month = Por mes
points-by-year = Por año
points-period = Período
points-all-countries = Todos los países
points-show = Mostrar
points-member-hidden = Miembro con nombre privado
points-member-former = Antiguo miembro
points-own =
    { $points ->
        [one] Usted tiene { $points } punto y ocupa el puesto { $rank } entre todos los miembros.
       *[other] Usted tiene { $points } puntos y ocupa el puesto { $rank } entre todos los miembros.
    }
points-own-none = Usted no tiene puntos en este período.
points-own-link = Ver su estado de cuenta
points-leaderboard-empty-title = Nadie tiene puntos aquí todavía
points-leaderboard-empty = En este período ninguna contribución ha ganado puntos hasta ahora.
points-leaderboard-empty-country = En este período no tiene puntos nadie que muestre este país en su perfil.

points-statement-title = Mis puntos
points-statement-of = Estado de puntos de { $name }
points-statement-lead = Cada punto que usted tiene, qué lo ganó y con qué regla.
points-total-ranked = { $period }: puesto { $rank }
points-today = Hoy
points-today-caption = Lo que cuenta hoy, en tiempo universal coordinado (UTC)
points-counted-today = Contadas hoy
points-caps = Cada tipo de contribución cuenta un número limitado de veces al día. Lo que lo supera no gana puntos, y lo que se retiró sigue contando para el límite. Los días empiezan a medianoche UTC.
points-lines = Estado de cuenta
points-lines-caption = Todos los movimientos de sus puntos, los más recientes primero
points-item-gone = Un recurso que ya no está en la biblioteca
points-taken-back = Descontado porque se retiró el recurso
points-counts-for = cuenta para el
points-statement-empty-title = Aún no hay puntos
points-statement-empty = Publique un recurso: gana puntos, y cada miembro que lo guarde suma más.
points-statement-empty-way = Ir a la biblioteca

points-rules-title = Cómo se ganan los puntos
points-rules-lead = Las reglas con que las contribuciones ganan puntos, con todas las revisiones que se han adoptado.
points-rules-day = El día de una contribución, en tiempo universal coordinado (UTC), decide qué revisión se aplica y en qué mes y año cuentan los puntos.
points-rules-applause = Guardar un recurso propio no gana nada, y el marcador de cada miembro en un recurso cuenta una sola vez.
points-rules-caps = Cada tipo de contribución cuenta un número limitado de veces al día; lo que se descontó sigue contando para el límite.
points-rules-withdrawn = Cuando se retira un recurso, se descuenta todo lo que había ganado.
points-rules-new = Las reglas nuevas valen como pronto desde el día siguiente a su adopción: lo ganado queda como está.
points-rules-caption = Puntos por cada tipo de contribución
points-rules-none = Todavía no se han adoptado reglas, así que nada gana puntos.
points-rules-nothing = Con esta revisión nada gana puntos.
points-in-force = Vigente
points-to-come = Próxima
points-replaced = Sustituida
points-valid-from = Válida desde el
points-adopted-on = adoptada el
