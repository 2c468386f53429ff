/// The protocol against the bytes and rules of npm y-protocols.
@NullMarked
package dev.evenkeel.crdt.protocol;

import org.jspecify.annotations.NullMarked;
