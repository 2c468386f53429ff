package dev.evenkeel.domain.resolve;

/// Finds the document that somebody asks for. It decides what it is, not who may see it.
///
/// Called for each join, save and outside write, from the caller's thread; may block; safe for
/// concurrent use. Absence and refusal are answers. A
/// [dev.evenkeel.domain.row.StorageUnavailableException] means that no answer could be had and that
/// asking again is safe.
public interface DocumentResolver {

    Resolution resolve(Request request);
}
