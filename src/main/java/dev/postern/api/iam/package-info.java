/** The operations of service {@code iam} (2010-05-08, Query protocol): principals, their policies, and what policies would say. */
@NullMarked
package dev.postern.api.iam;

import org.jspecify.annotations.NullMarked;
