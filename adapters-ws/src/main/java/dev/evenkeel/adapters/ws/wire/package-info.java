/// The bytes on the wire: framing, nothing else.
@NullMarked
package dev.evenkeel.adapters.ws.wire;

import org.jspecify.annotations.NullMarked;
