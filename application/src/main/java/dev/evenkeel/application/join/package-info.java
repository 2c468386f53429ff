/// Joining: from a document name to a seat in a room or before a version.
@NullMarked
package dev.evenkeel.application.join;

import org.jspecify.annotations.NullMarked;
