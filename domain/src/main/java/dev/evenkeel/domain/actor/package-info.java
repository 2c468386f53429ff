/// Who acts: actors, what they may do, and the credentials that prove it.
@NullMarked
package dev.evenkeel.domain.actor;

import org.jspecify.annotations.NullMarked;
