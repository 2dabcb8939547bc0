/**
 * Signs and verifies HTTP requests with AWS Signature Version 4: the HMAC form that clients and agents use with an access key, and
 * the RSA-PSS form an agent uses with its registered key to fetch its role token. Bytes and time come in, an answer goes out.
 *
 * <p>Owns no secret, no clock and no socket: keys come through {@link dev.postern.sigv4.KeySource}, the time is an argument. Does not
 * decide what the caller may do, nor which HTTP status a refusal gets.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {})
package dev.postern.sigv4;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
