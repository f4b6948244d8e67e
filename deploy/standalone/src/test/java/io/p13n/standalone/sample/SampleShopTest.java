package io.p13n.standalone.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.p13n.embedded.LoopbackPort;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleShopTest {

    private static final SampleShop.Settings SETTINGS = new SampleShop.Settings("127.0.0.1:8443", "key", "1/2/token");

    private final int port = LoopbackPort.free();

    @TempDir
    private Path folder;

    @Test
    void thePageIsToldWhomToCallAndGetsTheSdkThatIsThere() throws Exception {
        Path script = folder.resolve("node_modules/td-js-sdk/dist/td.min.js");
        Files.createDirectories(script.getParent());
        Files.writeString(script, "the SDK");

        try (var shop = SampleShop.open(port, folder, SETTINGS)) {
            assertThat(shop).isNotNull();
            assertThat(get("/").body()).contains("/shop.js", "/shop.css");
            assertThat(get("/shop.js").headers().firstValue("Content-Type"))
                    .hasValueSatisfying(type -> assertThat(type).startsWith("text/javascript"));
            assertThat(get("/settings.json").body())
                    .isEqualTo("{\"endpoint\":\"127.0.0.1:8443\",\"write_key\":\"key\",\"token\":\"1/2/token\"}");
            assertThat(get("/td-js-sdk.js").body()).isEqualTo("the SDK");
            assertThat(get("/shop/index.html").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void whereTheSdkCanNotBeHadThePageCanSayWhatToDo() throws Exception {
        Path taken = Files.writeString(folder.resolve("taken"), "a file");

        try (var shop = SampleShop.open(port, taken, SETTINGS)) {
            assertThat(shop).isNotNull();
            HttpResponse<String> sdk = get("/td-js-sdk.js");

            assertThat(sdk.statusCode()).isEqualTo(503);
            assertThat(sdk.body()).contains("npm install --prefix " + taken, "td-js-sdk@4.4.3");
        }
    }

    private HttpResponse<String> get(String path) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
        return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
    }
}
