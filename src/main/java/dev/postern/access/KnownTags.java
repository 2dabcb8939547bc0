package dev.postern.access;

import java.util.SortedMap;

/** The tags of a resource by its ARN, for legs that do not bring them along. */
@FunctionalInterface
interface KnownTags {
    SortedMap<String, String> of(String arn);
}
