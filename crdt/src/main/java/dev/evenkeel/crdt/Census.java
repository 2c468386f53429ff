package dev.evenkeel.crdt;

/// What structs there are among some blocks, counted while they are read: limits need it of every
/// update, and mostly nothing else.
///
/// @param gaps those without content
record Census(int structs, int gaps, int types, int subdocuments) {

    static final Census EMPTY = new Census(0, 0, 0, 0);
}
