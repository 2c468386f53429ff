package dev.evenkeel.crdt;

/// Something in the list of a type or of a key: an item, or what [ScanRehearsal] has for one.
sealed interface Listed permits Item, ScanRehearsal.Piece {}
