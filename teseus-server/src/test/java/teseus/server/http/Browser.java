package teseus.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.ScriptTimeoutException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/**
 * A headless Chromium with a profile of its own. Waits by the page's frames, never by the clock.
 */
public final class Browser implements AutoCloseable {
  private static final Path SHOTS = Path.of("target", "dashboard");

  private final ChromeDriver driver;
  private final Path profile;

  private Browser(ChromeDriver driver, Path profile) {
    this.driver = driver;
    this.profile = profile;
  }

  /** Skips the test where there is no Chromium; where CI is set, that is a failure instead. */
  public static Browser start() throws IOException {
    Optional<File> chromium = onPath("chromium");
    Optional<File> chromedriver = onPath("chromedriver");
    boolean found = chromium.isPresent() && chromedriver.isPresent();
    if ("true".equals(System.getenv("CI"))) {
      assertThat(found).as("needs chromium and chromium-driver").isTrue();
    }
    assumeTrue(found, "needs chromium and chromium-driver");
    Path profile = Files.createTempDirectory("teseus-browser");
    ChromeOptions options = new ChromeOptions();
    options.setBinary(chromium.orElseThrow());
    options.addArguments(
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--hide-scrollbars",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--user-data-dir=" + profile);
    options.setCapability("goog:loggingPrefs", Map.of("browser", "ALL"));
    ChromeDriverService service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(chromedriver.orElseThrow())
            .usingAnyFreePort()
            .build();
    return new Browser(new ChromeDriver(service, options), profile);
  }

  private static Optional<File> onPath(String name) {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .map(directory -> new File(directory, name))
        .filter(File::canExecute)
        .findFirst();
  }

  public void open(String url, int width, int height) {
    emulate(width, height, false);
    driver.get(url);
  }

  /** Shows the page as on a screen of this size, in CSS pixels, light or dark. */
  public void emulate(int width, int height, boolean dark) {
    cdp(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    cdp(
        "Emulation.setEmulatedMedia",
        Map.of(
            "features",
            List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
  }

  private void cdp(String command, Map<String, Object> arguments) {
    assertThat(driver.executeCdpCommand(command, arguments)).isNotNull();
  }

  /** Waits until an expression of the page's script holds. */
  public void await(String expression, Duration limit) {
    driver.manage().timeouts().scriptTimeout(limit);
    try {
      assertThat(
              driver.executeAsyncScript(
                  "const done = arguments[0];"
                      + "(function look() {"
                      + ("if (" + expression + ") done(true); else requestAnimationFrame(look);")
                      + "})();"))
          .isEqualTo(true);
    } catch (ScriptTimeoutException e) {
      throw new AssertionError(
          "not within " + limit + ": " + expression + "\nthe page reads:\n" + text("body"), e);
    }
  }

  public void awaitText(String selector, String expected) {
    await(
        "(document.querySelector('%s')?.textContent ?? '').includes('%s')"
            .formatted(selector, expected),
        Duration.ofSeconds(10));
  }

  public String text(String selector) {
    return driver.findElement(By.cssSelector(selector)).getText();
  }

  public long count(String selector) {
    return driver.findElements(By.cssSelector(selector)).size();
  }

  public Object evaluate(String expression) {
    return driver.executeScript("return " + expression);
  }

  /** What has the keyboard. */
  public WebElement focused() {
    return driver.switchTo().activeElement();
  }

  public void press(Keys key) {
    focused().sendKeys(key);
  }

  /** Everything the browser logged since the last call: errors, warnings, refusals of the CSP. */
  public List<String> complaints() {
    return driver.manage().logs().get("browser").getAll().stream()
        .map(entry -> entry.getLevel() + " " + entry.getMessage())
        .toList();
  }

  /** A picture of the window, under {@code target/dashboard}. */
  public void shoot(String name) throws IOException {
    shoot(SHOTS.resolve(name + ".png"));
  }

  /** A picture of the window. */
  public void shoot(Path file) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.write(file, driver.getScreenshotAs(OutputType.BYTES));
  }

  @Override
  public void close() throws IOException {
    driver.quit();
    try (Stream<Path> files = Files.walk(profile)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
