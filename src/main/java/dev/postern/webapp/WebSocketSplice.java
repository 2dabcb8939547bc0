package dev.postern.webapp;

import org.eclipse.jetty.client.HttpUpgrader;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Once an app has accepted a WebSocket, joins its connection to the browser's: from then on bytes pass as they come. */
final class WebSocketSplice implements HttpUpgrader {
    private final Request request;
    private final Response response;
    private final Callback callback;

    WebSocketSplice(Request request, Response response, Callback callback) {
        this.request = request;
        this.response = response;
        this.callback = callback;
    }

    @Override
    public void prepare(org.eclipse.jetty.client.Request toApp) {
        // its headers are the browser's own, copied by the proxy
    }

    @Override
    public void upgrade(org.eclipse.jetty.client.Response fromApp, EndPoint app, Callback upgraded) {
        var metadata = request.getConnectionMetaData();
        var executor = metadata.getConnector().getExecutor();
        var browser = metadata.getConnection().getEndPoint();
        app.setIdleTimeout(0);
        browser.setIdleTimeout(0);
        var fromBrowser = new SplicedConnection(browser, app, executor, () -> {
            var toBrowser = new SplicedConnection(app, browser, executor, () -> {});
            app.upgrade(toBrowser);
        });
        response.setStatus(HttpStatus.SWITCHING_PROTOCOLS_101);
        for (var field : fromApp.getHeaders()) response.getHeaders().add(field);
        response.getHeaders().put(HttpHeader.CONNECTION, "Upgrade");
        request.setAttribute(HttpStream.UPGRADE_CONNECTION_ATTRIBUTE, fromBrowser);
        upgraded.succeeded();
        callback.succeeded();
    }
}
