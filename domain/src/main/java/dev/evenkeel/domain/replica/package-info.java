/// The live document as the domain sees it: bytes in, bytes out, content on demand.
@NullMarked
package dev.evenkeel.domain.replica;

import org.jspecify.annotations.NullMarked;
