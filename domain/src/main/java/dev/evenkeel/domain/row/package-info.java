/// Stored truth: the rows and the transactions that change them.
@NullMarked
package dev.evenkeel.domain.row;

import org.jspecify.annotations.NullMarked;
