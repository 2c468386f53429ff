package dev.evenkeel.domain.kind;

import dev.evenkeel.domain.content.Path;

/// Something wrong with a content, at a named place.
///
/// @param path the entity: the root for the document itself, or `/jobs/<id>`
/// @param field the member of the entity
/// @param message a sentence or its end, for people: "can't be blank"
public record Problem(Path path, String field, String message) {}
