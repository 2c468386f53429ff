package dev.evenkeel.crdt.oracle;

/// What a generated schedule is mostly about.
enum Profile {
    TEXT,
    ARRAY,
    MAP,
    NESTED,
    MIXED,
    EMOJI,
    CHURN,
    LONG,
    /// Many replicas put single elements into the same few places and hear of each other late.
    CROWD,
    /// Structs with arbitrary neighbours, as no client makes them; replicas need not agree.
    CRAFTED,
    /// Updates come out of order, twice, in pieces and not at all.
    PENDING,
    /// Roots get their type when somebody first needs it.
    LAZY,
    /// One replica is a yjs client with rich text, XML and subdocuments.
    FOREIGN,
    /// As FOREIGN, and that client cuts surrogate pairs in half, after which yjs itself does not
    /// converge.
    UNALIGNED,
    /// Elements, texts and hooks in each other, in maps and in attributes.
    XML,
    /// Documents in documents, which are loaded, destroyed and replaced.
    SUBDOCS,
    /// Formatted text with embeds, at the top and inside other types, by local edits and deltas.
    RICH,
    /// As RICH, with values that do not survive JSON, after which replicas differ.
    ODD_RICH,
    /// Formatted text with characters of two units.
    RICH_EMOJI,
    /// Replicas undo and redo what they did, in texts, arrays, maps and XML.
    UNDO,
    /// Replicas remember positions and snapshots and come back to them.
    HISTORY,
    /// Every root is observed deeply, and what the events say is compared.
    EVENTS,
    /// All of the above in one document: formatted text, nested types, XML, subdocuments, undo,
    /// positions and snapshots.
    EVERYTHING
}
