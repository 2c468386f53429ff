/// Tests of the HTTP API, most of them against a server on a random port.
@NullMarked
package dev.evenkeel.adapters.http;

import org.jspecify.annotations.NullMarked;
