/// Proof that the engine does what npm yjs does: fixtures that yjs wrote, and schedules that run on
/// both in lockstep. See `crdt/tools/README.md`.
@NullMarked
package dev.evenkeel.crdt.oracle;

import org.jspecify.annotations.NullMarked;
