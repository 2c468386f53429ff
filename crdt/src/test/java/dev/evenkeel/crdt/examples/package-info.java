/// The examples of the README. They compile, run, and print what the README says.
@NullMarked
package dev.evenkeel.crdt.examples;

import org.jspecify.annotations.NullMarked;
