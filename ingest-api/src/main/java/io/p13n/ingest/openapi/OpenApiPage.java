package io.p13n.ingest.openapi;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.web.util.HtmlUtils;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Shows our own OpenAPI document as a page: no script, nothing fetched from elsewhere. */
final class OpenApiPage {

    private static final String HEAD = """
            <!doctype html><html lang="en"><meta charset="utf-8"><title>p13n</title>
            <meta name="viewport" content="width=device-width">
            <style>body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
            code,pre{background:#f3f3f3;border-radius:3px;padding:.1em .3em}pre{padding:1em;overflow:auto}
            p{white-space:pre-line}td,th{text-align:left;vertical-align:top;padding:.2em 1em .2em 0}</style>
            """;

    private final Map<?, ?> document;
    private final StringBuilder html = new StringBuilder(HEAD);

    private OpenApiPage(Map<?, ?> document) {
        this.document = document;
    }

    static String of(String yaml) {
        var page = new OpenApiPage(new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml));
        page.write(yaml);
        return page.html.toString();
    }

    private void write(String yaml) {
        Map<?, ?> info = member(document, "info");
        html.append("<h1>").append(text(info, "title")).append("</h1>");
        html.append("<p>").append(text(info, "description")).append("</p>");
        member(document, "paths").forEach((path, operations) -> {
            for (String method : List.of("get", "post", "options")) {
                if (operations instanceof Map<?, ?> found && found.get(method) instanceof Map<?, ?> operation) {
                    writeOperation(method.toUpperCase(Locale.ROOT) + " " + path, operation);
                }
            }
        });
        html.append("<h2>The whole document</h2><p><a href=\"/openapi.yaml\">openapi.yaml</a></p><pre>")
                .append(HtmlUtils.htmlEscape(yaml))
                .append("</pre></html>");
    }

    private void writeOperation(String route, Map<?, ?> operation) {
        html.append("<h2><code>").append(HtmlUtils.htmlEscape(route)).append("</code></h2><p><b>");
        html.append(text(operation, "summary")).append("</b>\n");
        html.append(text(operation, "description")).append("</p><table>");
        member(operation, "responses")
                .forEach((status, response) -> html.append("<tr><th>")
                        .append(status)
                        .append("</th><td>")
                        .append(text(resolved((Map<?, ?>) response), "description"))
                        .append("</td></tr>"));
        html.append("</table>");
    }

    private Map<?, ?> resolved(Map<?, ?> node) {
        if (!(node.get("$ref") instanceof String reference)) {
            return node;
        }
        Map<?, ?> found = document;
        for (String step : reference.substring(2).split("/", -1)) {
            found = member(found, step);
        }
        return found;
    }

    private static Map<?, ?> member(Map<?, ?> node, String name) {
        return node.get(name) instanceof Map<?, ?> found ? found : Map.of();
    }

    private static String text(Map<?, ?> node, String name) {
        return node.get(name) instanceof String found ? HtmlUtils.htmlEscape(found) : "";
    }
}
