error-bad-request-title = The request could not be understood
error-bad-request = Something in the address or in the form was not as expected. Go back, reload the page and try again.
error-forbidden-title = You do not have permission
error-forbidden = Your account does not have the right to see this page or to do this. If you think it should, write to the people who run the portal.
error-forged-title = This form came from elsewhere
error-forged = For your safety the portal accepts forms from its own pages only. If you filled this one in here, open the page again and send it once more.
error-not-found-title = There is no page here
error-not-found = The address may be mistyped, or what was here has been withdrawn.
error-method-title = This address does not accept that request
error-method = The page exists, but not for this kind of request. Open it from the navigation instead.
error-too-large-title = That is too large
error-too-large = What was sent is larger than this form accepts. Nothing was stored. The limit is shown beside the field.
error-refused-title = This could not be done
error-refused = Things have changed since the page was loaded, so this is no longer possible. Go back and reload the page to see its current state.
error-too-many-title = A moment, please
error-too-many = Many requests came from your connection within a short time. This one changed nothing. Wait a little and try again.
error-again-seconds =
    { $count ->
        [one] You may try again in { $count } second.
       *[other] You may try again in { $count } seconds.
    }
error-again-minutes =
    { $count ->
        [one] You may try again in { $count } minute.
       *[other] You may try again in { $count } minutes.
    }
error-internal-title = Something went wrong on our side
error-internal = The page could not be shown. The error has been recorded. Try again; if it happens again, tell us the number below.
error-unavailable-title = The portal is not available at the moment
error-unavailable = Its database is not responding. Nothing that was confirmed is lost. Please try again in a minute.
error-home = Go to the home page
error-library = Go to the library
error-request = Number of this request: { $id }
