error-bad-request-title = No se entendió la solicitud
error-bad-request = Algo en la dirección o en el formulario no era lo esperado. Vuelva atrás, cargue de nuevo la página e inténtelo otra vez.
error-forbidden-title = No tiene permiso para hacer esto
error-forbidden = Su cuenta no tiene derecho a ver esta página ni a realizar esta acción. Si cree que debería tenerlo, escriba a quienes administran el portal.
error-forged-title = Este formulario llegó de otro sitio
error-forged = Por su seguridad, el portal solo acepta formularios de sus propias páginas. Si lo llenó aquí, abra de nuevo la página y envíelo otra vez.
error-not-found-title = Aquí no hay ninguna página
error-not-found = Es posible que la dirección esté mal escrita o que lo que había aquí se haya retirado.
error-method-title = Esta dirección no admite esa acción
error-method = La página existe, pero no para este tipo de solicitud. Ábrala desde la navegación.
error-too-large-title = Es demasiado grande
error-too-large = Lo enviado supera lo que acepta este formulario. No se guardó nada. El límite figura junto al campo.
error-refused-title = No fue posible hacerlo
error-refused = Algo cambió desde que se cargó la página y esto ya no es posible. Vuelva atrás y cargue de nuevo la página para ver cómo está ahora.
error-too-many-title = Un momento, por favor
error-too-many = Llegaron muchas solicitudes desde su conexión en poco tiempo. Esta no cambió nada. Espere un poco e inténtelo de nuevo.
error-again-seconds =
    { $count ->
        [one] Puede intentarlo de nuevo en { $count } segundo.
       *[other] Puede intentarlo de nuevo en { $count } segundos.
    }
error-again-minutes =
    { $count ->
        [one] Puede intentarlo de nuevo en { $count } minuto.
       *[other] Puede intentarlo de nuevo en { $count } minutos.
    }
error-internal-title = Algo falló de nuestro lado
error-internal = No se pudo mostrar la página. El error quedó registrado. Inténtelo de nuevo; si vuelve a ocurrir, indíquenos el número que figura abajo.
error-unavailable-title = El portal no está disponible en este momento
error-unavailable = Su base de datos no responde por ahora. No se ha perdido nada de lo confirmado. Inténtelo de nuevo en un minuto.
error-home = Ir a la página de inicio
error-library = Ir a la biblioteca
error-request = Número de esta solicitud: { $id }
