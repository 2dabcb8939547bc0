/** The operations of service {@code ssm} (2014-11-06): what clients ask and what agents report. Shapes and limits are the model's. */
@NullMarked
package dev.postern.api.ssm;

import org.jspecify.annotations.NullMarked;
