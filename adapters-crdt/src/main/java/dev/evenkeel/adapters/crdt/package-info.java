/// The engine behind the port [dev.evenkeel.domain.replica.Replica]. Another engine is another
/// binding that passes the same contract.
@NullMarked
package dev.evenkeel.adapters.crdt;

import org.jspecify.annotations.NullMarked;
