/**
 * Web apps through Postern: a port session whose client is the browser, shown under a host name of its own. Jetty's proxy carries the requests to the
 * local socket of a {@link dev.postern.gateway.Forwards.Forward}; what is here decides who passes, and translates names between the two origins.
 *
 * <p>Requests for app hosts never reach the console's filters and views: {@link dev.postern.webapp.AppDoor} stands before them.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {"identity", "inventory", "access", "session", "gateway"})
package dev.postern.webapp;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
