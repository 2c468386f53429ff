/// The messages of the wire in the domain's words. Their bytes are the affair of
/// `dev.evenkeel.crdt.protocol`.
@NullMarked
package dev.evenkeel.adapters.ws.wire;

import org.jspecify.annotations.NullMarked;
