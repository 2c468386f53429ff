/// The room: one live document, everybody who is in it, and everything that can happen to it.
///
/// Every change, whoever makes it, becomes a [RoomCommand] and is handled on the room's one thread
/// in the order of its mailbox: judge, read, keep, integrate, tell.
@NullMarked
package dev.evenkeel.application.room;

import org.jspecify.annotations.NullMarked;
