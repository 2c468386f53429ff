package dev.evenkeel.adapters.http;

import dev.evenkeel.application.room.RoomUnavailableException;
import dev.evenkeel.domain.row.StorageUnavailableException;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import io.micronaut.http.server.exceptions.response.ErrorContext;
import io.micronaut.http.server.exceptions.response.ErrorResponseProcessor;
import io.micronaut.web.router.exceptions.UnsatisfiedBodyRouteException;

import jakarta.inject.Singleton;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Everything that ends a request early, as a problem document: our own problems, ports that give
/// no answer, and what the framework refuses by itself.
final class ProblemResponses {

    private static final Logger LOG = LoggerFactory.getLogger(ProblemResponses.class);

    private ProblemResponses() {}

    @Singleton
    @Produces("application/problem+json")
    static final class OfProblems
            implements ExceptionHandler<ProblemException, HttpResponse<byte[]>> {

        @Override
        @SuppressWarnings("rawtypes") // as the interface has it
        public HttpResponse<byte[]> handle(HttpRequest request, ProblemException problem) {
            return Responses.problem(problem);
        }
    }

    @Singleton
    @Produces("application/problem+json")
    static final class OfRooms
            implements ExceptionHandler<RoomUnavailableException, HttpResponse<byte[]>> {

        @Override
        @SuppressWarnings("rawtypes") // as the interface has it
        public HttpResponse<byte[]> handle(HttpRequest request, RoomUnavailableException e) {
            return Responses.problem(Answers.unavailable(e.reason()));
        }
    }

    @Singleton
    @Produces("application/problem+json")
    static final class OfStorage
            implements ExceptionHandler<StorageUnavailableException, HttpResponse<byte[]>> {

        @Override
        @SuppressWarnings("rawtypes") // as the interface has it
        public HttpResponse<byte[]> handle(HttpRequest request, StorageUnavailableException e) {
            LOG.warn("storage gave no answer path={} cause={}", request.getPath(), e.toString());
            return Responses.problem(Answers.storageUnavailable());
        }
    }

    /// What the framework answers by itself: unknown paths and methods, bodies it does not take,
    /// exceptions that nobody expected. Of those the client learns nothing; the log has them.
    @Singleton
    static final class OfFramework implements ErrorResponseProcessor<byte[]> {

        @Override
        public MutableHttpResponse<byte[]> processResponse(
                ErrorContext context, MutableHttpResponse<?> response) {
            int status = response.code();
            boolean noBody =
                    context.getRootCause().orElse(null) instanceof UnsatisfiedBodyRouteException;
            Code code = noBody ? Code.MALFORMED_JSON : Code.ofStatus(status);
            return Responses.fill(
                    response, status, ProblemException.of(code, detail(context, code)));
        }

        private static String detail(ErrorContext context, Code code) {
            if (code == Code.NOT_FOUND) {
                return ProblemException.notFound().detail();
            }
            return code == Code.INTERNAL_ERROR || !context.hasErrors()
                    ? code.title() + "."
                    : context.getErrors().getFirst().getMessage();
        }
    }
}
