package dev.evenkeel.adapters.http;

import dev.evenkeel.application.session.Session;

import io.micronaut.core.convert.ArgumentConversionContext;
import io.micronaut.core.type.Argument;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.bind.binders.TypedRequestArgumentBinder;

import jakarta.inject.Singleton;

import java.util.Optional;

/// Hands controllers the session that [SessionFilter] opened.
@Singleton
final class SessionBinder implements TypedRequestArgumentBinder<Session> {

    @Override
    public Argument<Session> argumentType() {
        return Argument.of(Session.class);
    }

    @Override
    public BindingResult<Session> bind(
            ArgumentConversionContext<Session> context, HttpRequest<?> request) {
        Optional<Session> session = request.getAttribute(SessionFilter.SESSION, Session.class);
        return () -> session;
    }
}
