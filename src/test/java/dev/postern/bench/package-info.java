/**
 * What {@code ./mvnw -Pbench verify} measures and writes to {@code docs/benchmarks.md}: real processes on loopback, each figure beside a
 * baseline of the same run. Not a test: it judges nothing, it tells.
 */
@NullMarked
package dev.postern.bench;

import org.jspecify.annotations.NullMarked;
