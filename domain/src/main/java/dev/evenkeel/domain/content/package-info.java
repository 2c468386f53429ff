/// What a document means: JSON-like content, the schema that shapes it, and the changes between two
/// contents. Nothing here knows of Yjs or of storage.
@NullMarked
package dev.evenkeel.domain.content;

import org.jspecify.annotations.NullMarked;
