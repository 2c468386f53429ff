/// What peers say to each other about one document, as npm `y-protocols` has it: sync, awareness
/// ("who is there"), and the envelope in which y-websocket sends them. No sockets and no threads:
/// bytes in, bytes out.
///
/// A client or peer holds a [dev.evenkeel.crdt.YDoc] and an [Awareness]. It reads each frame that
/// comes in with [Message#decode] and switches over what it finds:
///
/// - [Message.Sync] goes to [SyncProtocol#receive], which applies it, or gives the answer to send.
/// - [Message.States] goes to [Awareness#apply].
/// - [Message.QueryStates] is answered with [Awareness#encode()].
/// - [Message.PermissionDenied] is for a person to read.
///
/// It opens with [SyncProtocol#step1] and its own state, sends a [SyncMessage.Update] for each
/// change of the document and [Message.States] for each update of the awareness, except to where
/// they came from, and calls [Awareness#tick] every few seconds.
///
/// A relay needs no document: it reads frames the same way, keeps update bytes as they are, and
/// merges them with the functions of [dev.evenkeel.crdt.Update].
///
/// Whatever comes in is refused with [MalformedMessageException] before it has any effect, or
/// counts as a whole. Reading takes time and memory in proportion to the bytes.
@NullMarked
package dev.evenkeel.crdt.protocol;

import org.jspecify.annotations.NullMarked;
