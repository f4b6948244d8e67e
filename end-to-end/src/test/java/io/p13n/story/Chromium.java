package io.p13n.story;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/** A browser without a window, and without a past. */
final class Chromium implements AutoCloseable {

    private static final Path PICTURES = Path.of("target", "screenshots");

    private final ChromeDriver driver;

    private Chromium(ChromeDriver driver) {
        this.driver = driver;
    }

    /** Aborts the story, with the reason, where there is no Chromium and none can be installed. */
    static Chromium open(Path profile) {
        install();
        var service = new ChromeDriverService.Builder()
                .usingDriverExecutable(required("chromedriver"))
                .usingAnyFreePort()
                .build();
        var options = new ChromeOptions();
        options.setBinary(required("chromium"));
        options.addArguments(
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--window-size=1280,900",
                "--user-data-dir=" + profile);
        return new Chromium(new ChromeDriver(service, options));
    }

    /** What this machine lacks, if it is Debian's and ours to change. */
    private static void install() {
        List<String> lacking = new ArrayList<>();
        onPath("chromium").ifPresentOrElse(there -> {}, () -> lacking.add("chromium"));
        onPath("chromedriver").ifPresentOrElse(there -> {}, () -> lacking.add("chromium-driver"));
        onPath("npm").ifPresentOrElse(there -> {}, () -> lacking.add("npm"));
        if (lacking.isEmpty()) {
            return;
        }
        if (onPath("apt-get").isEmpty() || !"root".equals(System.getProperty("user.name"))) {
            abort("install " + lacking + ": this is no Debian, or we are not its root");
        }
        run("apt-get", "-q", "update");
        var command = new ArrayList<>(List.of("apt-get", "-q", "-y", "--no-install-recommends", "install"));
        command.addAll(lacking);
        run(command.toArray(String[]::new));
    }

    private static void run(String... command) {
        try {
            var builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment().put("DEBIAN_FRONTEND", "noninteractive");
            Process process = builder.start();
            process.getOutputStream().close();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                abort("Chromium can't be installed: " + String.join(" ", command) + " says " + said);
            }
        } catch (IOException failed) {
            abort("Chromium can't be installed: " + failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }

    private static File required(String program) {
        return onPath(program).orElseThrow(() -> new AssertionError(program + " is missing, though installed"));
    }

    private static Optional<File> onPath(String program) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                .map(folder -> new File(folder, program))
                .filter(File::canExecute)
                .findFirst();
    }

    void visits(Object address) {
        driver.get(address.toString());
    }

    /** As a person does who is warned of a certificate and knows that it is their own. */
    void acceptsTheCertificateOf(Object address) {
        visits(address);
        driver.findElement(By.id("details-button")).click();
        driver.findElement(By.id("proceed-link")).click();
    }

    void clicks(String selector) {
        one(selector).click();
    }

    void types(String selector, String text) {
        one(selector).sendKeys(text);
    }

    /** The text that can be seen there; nothing if it is hidden. */
    String sees(String selector) {
        return one(selector).getText();
    }

    String linkOf(String selector) {
        return String.valueOf(one(selector).getDomProperty("href"));
    }

    /** How wide the picture there really is; 0 if it could not be loaded. */
    long widthOfPicture(String selector) {
        return Long.parseLong(String.valueOf(one(selector).getDomProperty("naturalWidth")));
    }

    private WebElement one(String selector) {
        return driver.findElement(By.cssSelector(selector));
    }

    /** Runs a script in the page, which tells the result to its last argument. */
    String asks(String script, Object... arguments) {
        return String.valueOf(driver.executeAsyncScript(script, arguments));
    }

    void isPictured(String name) {
        try {
            Files.createDirectories(PICTURES);
            Files.move(
                    driver.getScreenshotAs(OutputType.FILE).toPath(),
                    PICTURES.resolve(name + ".png"),
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }

    @Override
    public void close() {
        driver.quit();
    }
}
