/// What a document is called.
@NullMarked
package dev.evenkeel.domain.document;

import org.jspecify.annotations.NullMarked;
