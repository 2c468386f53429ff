/// The benchmark of the CRDT engine: the half of it that runs in Java.
@NullMarked
package dev.evenkeel.bench;

import org.jspecify.annotations.NullMarked;
