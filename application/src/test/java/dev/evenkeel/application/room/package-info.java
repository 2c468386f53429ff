/// Tests of rooms, with the real engine over storage in memory.
@org.jspecify.annotations.NullMarked
package dev.evenkeel.application.room;
