/// What is kept before it is told: updates, checkpoints and the base that row and live document
/// agree on.
@NullMarked
package dev.evenkeel.domain.log;

import org.jspecify.annotations.NullMarked;
