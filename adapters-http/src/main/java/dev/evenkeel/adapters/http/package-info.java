/// The HTTP API. Translates at the edge and decides nothing: every request becomes a question to
/// the application, and every sealed answer is turned into a response in one place.
@NullMarked
package dev.evenkeel.adapters.http;

import org.jspecify.annotations.NullMarked;
