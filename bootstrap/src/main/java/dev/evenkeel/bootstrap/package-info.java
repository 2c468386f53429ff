/// The outermost module: reads the command line and the configuration, chooses the adapters, puts
/// everything together in plain code, and starts and stops the server. Nothing depends on it.
@NullMarked
package dev.evenkeel.bootstrap;

import org.jspecify.annotations.NullMarked;
