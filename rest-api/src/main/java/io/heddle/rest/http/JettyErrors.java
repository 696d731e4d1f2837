package io.heddle.rest.http;

import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Errors that are found before a request is one (an impossible header, a URI that is too long), as problem documents too. */
final class JettyErrors implements Request.Handler {

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        int status = response.getStatus();
        SecurityHeaders.ALL.forEach(response.getHeaders()::put);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, ProblemDocument.MEDIA_TYPE);
        String body = """
                {"type":"about:blank","title":"%s","status":%d,"detail":"%s","remedy":"%s"}""".formatted(
                        ProblemDocument.title(status),
                        status,
                        "This request could not be read.",
                        "GET /openapi.json says how to ask.");
        Content.Sink.write(response, true, body, callback);
        return true;
    }
}
