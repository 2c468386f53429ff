/// The lib0 wire encoding: variable-length numbers, strings, Any values, JSON text. Knows nothing
/// of documents.
@NullMarked
package dev.evenkeel.crdt.encoding;

import org.jspecify.annotations.NullMarked;
