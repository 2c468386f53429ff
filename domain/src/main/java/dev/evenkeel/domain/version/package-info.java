/// Immutable versions of a row, and drafts that keep what a reset dropped.
@NullMarked
package dev.evenkeel.domain.version;

import org.jspecify.annotations.NullMarked;
