/** The operations of service {@code sts} (2011-06-15, Query protocol). */
@NullMarked
package dev.postern.api.sts;

import org.jspecify.annotations.NullMarked;
