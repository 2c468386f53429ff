/// The one place that answers "which document is this, and is it new, existing or a version?"
@NullMarked
package dev.evenkeel.domain.resolve;

import org.jspecify.annotations.NullMarked;
