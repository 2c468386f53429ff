/// What happened to a document, who did it, and what it conflicted with.
@NullMarked
package dev.evenkeel.domain.journal;

import org.jspecify.annotations.NullMarked;
