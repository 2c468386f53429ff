/// Looking at versions.
@NullMarked
package dev.evenkeel.application.view;

import org.jspecify.annotations.NullMarked;
