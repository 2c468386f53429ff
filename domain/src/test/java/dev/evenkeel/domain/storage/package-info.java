/// What the contracts of the storage ports have in common.
@NullMarked
package dev.evenkeel.domain.storage;

import org.jspecify.annotations.NullMarked;
