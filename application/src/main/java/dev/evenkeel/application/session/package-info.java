/// Sessions: who is behind an open connection or a request, as of now.
@NullMarked
package dev.evenkeel.application.session;

import org.jspecify.annotations.NullMarked;
