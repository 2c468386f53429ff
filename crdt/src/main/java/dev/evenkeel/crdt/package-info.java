/// Yjs documents in pure Java: shared types, updates (format V1) and their merging.
@NullMarked
package dev.evenkeel.crdt;

import org.jspecify.annotations.NullMarked;
