/** Where the files of recordings are: on disk, and in S3 for whom wants it. Knows nothing of what is in them. */
@NullMarked
package dev.postern.recording.storage;

import org.jspecify.annotations.NullMarked;
