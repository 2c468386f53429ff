/// All that a server needs to have stored, together.
@NullMarked
package dev.evenkeel.domain.storage;

import org.jspecify.annotations.NullMarked;
