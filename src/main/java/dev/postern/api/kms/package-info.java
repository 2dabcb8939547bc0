/** The operations of service {@code kms} (2014-11-01, JSON 1.1): symmetric keys, their aliases, and what they encrypt. */
@NullMarked
package dev.postern.api.kms;

import org.jspecify.annotations.NullMarked;
