package io.heddle.rest.http;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/** The dashboard's files, from the class path: a page that draws the fabric from the live stream. */
final class DashboardResource {

    private static final String FOLDER = "/io/heddle/rest/dashboard/";

    /** A file and what it is. */
    private record Asset(String name, String mediaType) {}

    private static final List<Asset> ASSETS = List.of(
            new Asset("index.html", "text/html;charset=utf-8"),
            new Asset("style.css", "text/css;charset=utf-8"),
            new Asset("icon.svg", "image/svg+xml"),
            new Asset("dom.js", "text/javascript;charset=utf-8"),
            new Asset("draw.js", "text/javascript;charset=utf-8"),
            new Asset("elephants.js", "text/javascript;charset=utf-8"),
            new Asset("format.js", "text/javascript;charset=utf-8"),
            new Asset("layout.js", "text/javascript;charset=utf-8"),
            new Asset("main.js", "text/javascript;charset=utf-8"),
            new Asset("panel.js", "text/javascript;charset=utf-8"),
            new Asset("session.js", "text/javascript;charset=utf-8"),
            new Asset("store.js", "text/javascript;charset=utf-8"),
            new Asset("tenants.js", "text/javascript;charset=utf-8"));

    /** The page at {@code /}, and each file under its own name. */
    static List<Route> routes() {
        return ASSETS.stream().map(DashboardResource::route).toList();
    }

    private DashboardResource() {}

    private static Route route(Asset asset) {
        byte[] content = read(asset.name());
        String path = asset.name().equals("index.html") ? "/" : "/" + asset.name();
        return Route.of(path, ctx -> write(ctx, asset, content));
    }

    private static void write(Context ctx, Asset asset, byte[] content) {
        ctx.result(content);
        ctx.contentType(asset.mediaType());
    }

    private static byte[] read(String name) {
        try (InputStream in = DashboardResource.class.getResourceAsStream(FOLDER + name)) {
            if (in == null) {
                throw new IllegalStateException("the dashboard's file " + name + " is not on the class path");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
