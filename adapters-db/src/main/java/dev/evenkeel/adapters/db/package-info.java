/// The storage ports over relational databases: PostgreSQL, or an H2 file inside the process.
///
/// `Jdbc…` classes turn a port's call into a transaction over the `…Table` repositories;
/// [dev.evenkeel.adapters.db.DatabaseStorage] is what is constructed from outside.
@NullMarked
package dev.evenkeel.adapters.db;

import org.jspecify.annotations.NullMarked;
