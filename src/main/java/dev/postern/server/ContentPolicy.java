package dev.postern.server;

import com.vaadin.flow.server.ServiceInitEvent;
import com.vaadin.flow.server.VaadinServiceInitListener;
import com.vaadin.flow.server.communication.IndexHtmlResponse;
import java.security.SecureRandom;
import java.util.Base64;
import org.springframework.stereotype.Component;

/**
 * The Content-Security-Policy of the console's page: scripts run by a nonce that each response makes anew. All other responses carry
 * {@link #WITHOUT_SCRIPTS} from the security chain.
 */
@Component
final class ContentPolicy implements VaadinServiceInitListener {
    private static final String ELSEWHERE_NOTHING =
            "default-src 'none'; connect-src 'self'; img-src 'self' data:; font-src 'self' data:;"
                    + " manifest-src 'self'; worker-src 'self' blob:; style-src 'self' 'unsafe-inline'; form-action 'self';"
                    + " base-uri 'self'; frame-ancestors 'none'; ";

    static final String WITHOUT_SCRIPTS = ELSEWHERE_NOTHING + "script-src 'none'";

    private static final long serialVersionUID = 1L;
    private static final int NONCE_BYTES = 16;

    private final transient SecureRandom random = new SecureRandom();

    @Override
    public void serviceInit(ServiceInitEvent event) {
        event.addIndexHtmlRequestListener(this::allowOwnScripts);
    }

    private void allowOwnScripts(IndexHtmlResponse page) {
        byte[] bytes = new byte[NONCE_BYTES];
        random.nextBytes(bytes);
        String nonce = Base64.getEncoder().encodeToString(bytes);
        page.getDocument()
                .select("script, link[rel=modulepreload], link[rel=preload]")
                .attr("nonce", nonce);
        // 'unsafe-eval': Vaadin's client runs what the server's executeJs sends through new Function
        page.getVaadinResponse()
                .setHeader(
                        "Content-Security-Policy",
                        ELSEWHERE_NOTHING + "script-src 'nonce-" + nonce + "' 'strict-dynamic' 'unsafe-eval'");
    }
}
