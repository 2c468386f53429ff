/// The mutation gate: may this change happen at all? Pure, total, and never an endless no.
@NullMarked
package dev.evenkeel.domain.gate;

import org.jspecify.annotations.NullMarked;
