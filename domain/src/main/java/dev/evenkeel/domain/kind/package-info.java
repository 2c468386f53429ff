/// Kinds of documents: a schema and its rules.
@NullMarked
package dev.evenkeel.domain.kind;

import org.jspecify.annotations.NullMarked;
