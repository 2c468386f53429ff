/// Changes of rows from outside of a live document.
@NullMarked
package dev.evenkeel.application.write;

import org.jspecify.annotations.NullMarked;
