/** Signs and verifies a request: AWS Signature Version 4 (HMAC) and the RSA-PSS form of the agents. Pure: the caller brings request, keys and time. */
@NullMarked
@ApplicationModule(allowedDependencies = {})
package dev.postern.sigv4;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
