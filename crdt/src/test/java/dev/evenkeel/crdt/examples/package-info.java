/// Short programs that use the library as anybody would. A test runs each of them.
@NullMarked
package dev.evenkeel.crdt.examples;

import org.jspecify.annotations.NullMarked;
