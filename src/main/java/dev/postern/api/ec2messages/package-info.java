/** The operations of service {@code ec2messages}, where an agent polls until its control channel has been up for a minute. */
@NullMarked
package dev.postern.api.ec2messages;

import org.jspecify.annotations.NullMarked;
