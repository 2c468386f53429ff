/// Live documents over WebSockets, for stock Yjs clients: the y-websocket protocol. Translates at
/// the edge and decides nothing.
@NullMarked
package dev.evenkeel.adapters.ws;

import org.jspecify.annotations.NullMarked;
