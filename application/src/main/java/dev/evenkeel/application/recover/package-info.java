/// Bringing documents level after a restart, and on a slow sweep.
@NullMarked
package dev.evenkeel.application.recover;

import org.jspecify.annotations.NullMarked;
