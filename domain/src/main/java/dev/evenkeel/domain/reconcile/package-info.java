/// Merging what changed outside into what people are editing, as values.
@NullMarked
package dev.evenkeel.domain.reconcile;

import org.jspecify.annotations.NullMarked;
