package dev.postern.server;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.jetty.JettyWebServer;
import org.springframework.boot.jetty.servlet.JettyServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.context.event.EventListener;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;

/**
 * What the console's port answers where no view does, and the management port where no endpoint does: the status and its name. No cause, no
 * path, no trace, no product.
 */
final class PlainErrors {
    private PlainErrors() {}

    private static String text(int status) {
        return status + " " + HttpStatus.getMessage(status) + "\n";
    }

    /** For requests that got as far as Spring. */
    @Controller
    static final class FromTheApplication implements ErrorController {
        @RequestMapping("${spring.web.error.path:/error}")
        ResponseEntity<String> error(HttpServletRequest request) {
            int status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer code
                    ? code
                    : HttpStatus.NOT_FOUND_404;
            return ResponseEntity.status(status)
                    .contentType(MediaType.TEXT_PLAIN)
                    .body(text(status));
        }
    }

    /** For requests that Jetty itself refuses, e.g. ambiguous paths. */
    @Component
    static final class FromTheServer extends ErrorHandler
            implements WebServerFactoryCustomizer<JettyServletWebServerFactory> {
        @Override
        public void customize(JettyServletWebServerFactory factory) {
            factory.addServerCustomizers(server -> server.setErrorHandler(this));
        }

        /** The management port's server is made in a context of its own, where this is no bean. */
        @EventListener
        void opened(WebServerInitializedEvent event) {
            if (WebServerApplicationContext.hasServerNamespace(event.getApplicationContext(), "management")
                    && event.getWebServer() instanceof JettyWebServer jetty) {
                jetty.getServer().setErrorHandler(this);
                jetty.getServer()
                        .getDescendants(ContextHandler.class)
                        .forEach(context -> context.setErrorHandler(this));
            }
        }

        @Override
        protected void generateResponse(
                Request request,
                Response response,
                int code,
                @Nullable String message,
                @Nullable Throwable cause,
                Callback callback) {
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain;charset=utf-8");
            Content.Sink.write(response, true, text(code), callback);
        }
    }
}
