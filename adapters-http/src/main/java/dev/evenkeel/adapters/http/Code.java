package dev.evenkeel.adapters.http;

import java.util.Locale;

/// What a problem document says went wrong: the table of codes. They travel to clients in lower
/// case: add, never rename. `docs/http.md` lists them.
enum Code {
    MALFORMED_JSON(400, "The body is not the JSON that was expected"),
    INVALID_REQUEST(400, "The request is not understood"),
    INVALID_NAME(400, "This is no document name"),
    INVALID_ACTION(400, "There is no such action"),
    PROJECT_NEEDED(400, "A new document needs a project"),
    UNAUTHENTICATED(401, "A valid token is needed"),
    TOKEN_EXPIRED(401, "The token has expired"),
    FORBIDDEN(403, "This is not allowed"),
    READ_ONLY(403, "You may read this, not change it"),
    MANAGE_ONLY(403, "Only admins and owners may do this"),
    ORIGIN_REFUSED(403, "Pages of this origin may not send changes"),
    NOT_FOUND(404, "Not found"),
    VERSION_NOT_FOUND(404, "There is no such version"),
    METHOD_NOT_ALLOWED(405, "This path has no such method"),
    NOT_ACCEPTABLE(406, "No form of the answer is acceptable"),
    ALREADY_EXISTS(409, "There is one already"),
    DOCUMENT_DELETED(409, "The document was deleted"),
    NOT_DELETED(409, "The document is not deleted"),
    NEVER_SAVED(409, "The document was never saved"),
    KIND_HAS_NO_ROW(409, "Documents of this kind have no stored content"),
    DOCUMENT_PURGED(410, "The document was removed for good"),
    PRECONDITION_FAILED(412, "The document has moved on"),
    BODY_TOO_LARGE(413, "The body is too large"),
    UPDATE_TOO_LARGE(413, "The update is too large"),
    UNSUPPORTED_MEDIA_TYPE(415, "The body has the wrong media type"),
    CONTENT_INVALID(422, "The content is not valid"),
    REQUEST_ID_REUSED(422, "The idempotency key was used for another request"),
    INTERNAL_ERROR(500, "Something went wrong in the server"),
    RESTARTING(503, "The server is about to restart"),
    OVERLOADED(503, "Too much is waiting"),
    ROOM_FAILED(503, "The document is being opened again"),
    STORAGE_UNAVAILABLE(503, "Storage gives no answer");

    private final int status;
    private final String title;

    Code(int status, String title) {
        this.status = status;
        this.title = title;
    }

    int status() {
        return status;
    }

    String title() {
        return title;
    }

    /// As it travels: `not_found`.
    String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The code for a status that the framework answers with by itself.
    static Code ofStatus(int status) {
        return switch (status) {
            case 401 -> UNAUTHENTICATED;
            case 403 -> FORBIDDEN;
            case 404 -> NOT_FOUND;
            case 405 -> METHOD_NOT_ALLOWED;
            case 406 -> NOT_ACCEPTABLE;
            case 413 -> BODY_TOO_LARGE;
            case 415 -> UNSUPPORTED_MEDIA_TYPE;
            case 503 -> OVERLOADED;
            default -> status < 500 ? INVALID_REQUEST : INTERNAL_ERROR;
        };
    }
}
