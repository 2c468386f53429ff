/// The storage ports in memory: for tests, and for whoever wants to see what a port means without a
/// database in the way.
@NullMarked
package dev.evenkeel.domain.memory;

import org.jspecify.annotations.NullMarked;
